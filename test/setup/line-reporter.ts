import { relative } from 'node:path';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** Prints one line per test, each failure in full, and last `N passed, N failed, N skipped`. */
export default class LineReporter implements Reporter {
  readonly #counts = { passed: 0, failed: 0, skipped: 0 };

  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    if (result.state === 'pending') return;
    this.#counts[result.state] += 1;
    const title = `${fileOf(test.module)} > ${test.fullName}`;
    if (result.state === 'passed') write(`ok      ${title} (${Math.round(test.diagnostic()?.duration ?? 0)} ms)`);
    if (result.state === 'skipped') write(`skipped ${title}: ${result.note ?? 'no reason given'}`);
    if (result.state === 'failed') {
      write(`FAILED  ${title}`);
      for (const error of result.errors) writeError(error);
    }
  }

  /** A file that does not load, and an error outside any test, each count as a failure: no test speaks for them. */
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    for (const module of modules) this.#countSuiteErrors(module);
    for (const error of unhandled) this.#fail('outside of any test', [error]);
    const { passed, failed, skipped } = this.#counts;
    write(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  }

  #countSuiteErrors(module: TestModule): void {
    const suites = [module, ...module.children.allSuites()];
    for (const suite of suites) {
      if (suite.errors().length > 0) this.#fail(fileOf(module), suite.errors());
    }
  }

  #fail(where: string, errors: readonly SerializedError[]): void {
    this.#counts.failed += 1;
    write(`FAILED  ${where}`);
    for (const error of errors) writeError(error);
  }
}

const fileOf = (module: TestModule): string => relative(process.cwd(), module.moduleId);

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const writeError = (error: SerializedError): void => {
  const stack = error.stack ?? '';
  const text = [stack.includes(error.message) ? '' : error.message, stack, error.diff].filter(Boolean).join('\n');
  write(text.replaceAll(/^/gm, '        '));
};
