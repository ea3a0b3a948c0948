import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchOutcome, runBench } from '../../bench/run-bench.ts';
import type { Suite } from '../../bench/suite.ts';
import { suitesFor } from '../../bench/suites/registry.ts';
import { runFiles } from '../../evidence/evidence.ts';
import type { Plan } from '../../evidence/run.ts';
import type { Outcome } from '../command.ts';
import { withProgress } from '../progress/with-progress.ts';
import { secondsOf } from '../seconds-of.ts';
import { selectCluster } from '../select-cluster.ts';
import type { Terminal } from '../terminal.ts';
import { timeStamp } from './time-stamp.ts';

interface RunOptions {
  readonly cluster: string | undefined;
  readonly file: string | undefined;
  readonly runtimes: readonly string[];
  readonly budget: string;
  readonly scaleFactor: number;
  readonly preset: string;
  readonly seed: number;
  readonly output: string | undefined;
  readonly resume: string | undefined;
}

/** Half width of an interval that is narrow enough. */
const precision = 0.05;

/** `firebreak bench run`: exit 1 where a suite failed. */
export const runBenchCommand = async (
  options: RunOptions,
  suites: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Outcome> => {
  const cluster = await selectCluster(options);
  const plan = options.resume === undefined ? planOf(options, suitesFor(cluster, suites)) : 'resume';
  const folder = options.resume ?? options.output ?? `evidence/${timeStamp(new Date())}`;
  const command = ['firebreak', ...process.argv.slice(2)];
  const { result } = await withProgress(
    terminal,
    signal,
    (progress) => runBench({ cluster, folder, plan, command }, progress),
    () => goOn(options, folder),
  );
  const failed = result.suites.some(({ outcome }) => outcome === 'failed');
  return { exit: failed ? 1 : 0, text: outcomeText(result), json: result };
};

/** Before the run's own file is there, nothing was measured, and there is nothing to resume. */
const goOn = ({ cluster, file }: RunOptions, folder: string): string => {
  if (!existsSync(join(folder, runFiles.run))) return 'run the same command again: nothing was measured yet';
  const selected = [
    ...(cluster === undefined ? [] : ['--cluster', cluster]),
    ...(file === undefined ? [] : ['-f', file]),
  ];
  return ['firebreak bench run', ...selected, '--resume', folder].join(' ');
};

const planOf = (options: RunOptions, suites: readonly Suite[]): Plan => ({
  suites: suites.map(({ name }) => name),
  runtimes: [...options.runtimes],
  seed: options.seed,
  budgetSeconds: secondsOf(options.budget),
  precision,
  options: { scaleFactor: options.scaleFactor, preset: options.preset },
});

const outcomeText = ({ folder, suites }: BenchOutcome): string =>
  [
    ...suites.map(
      ({ suite, outcome, because }) => `${suite}: ${outcome}${because === undefined ? '' : `, ${because}`}`,
    ),
    `samples: ${folder}`,
    `next: firebreak report ${folder}`,
  ].join('\n');
