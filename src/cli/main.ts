import { CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { requireRoot } from '../cluster/hosts/require-root.ts';
import { FirebreakError } from '../errors.ts';
import type { Outcome } from './command.ts';
import { commands } from './commands/table.ts';
import { abortOnInterrupt, interruptedCode, interruptedExit } from './interrupt.ts';
import { errorJson, errorText, stackOf, unexpected } from './print-error.ts';
import { buildProgram, type Request } from './program.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { usageError } from './usage-error.ts';

const terminal = processTerminal(process.env);

/** Parses, runs and prints; the exit code. */
const main = async (argv: readonly string[]): Promise<number> => {
  let request: Request | undefined;
  const program = buildProgram(commands, manifest.version, terminal, (parsed) => {
    request = parsed;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    return report(usageError(error, argv), { json: argv.includes('--json'), debug: false });
  }
  return request ? run(request) : 0;
};

const run = async (request: Request): Promise<number> => {
  const signal = abortOnInterrupt();
  // A bug of ours that no await leads to: it still ends as an error that a user can act on.
  process.once('uncaughtException', async (error) => {
    process.exit(signal.aborted ? interruptedExit : await report(error, request));
  });
  try {
    const { command, options, operands, json } = request;
    if (command.root) requireRoot();
    const outcome = await command.run({ options, operands, terminal, signal, json });
    print(outcome, request, terminal);
    return outcome.exit;
  } catch (error) {
    if (signal.aborted) {
      await report(interruption(signal, error), request);
      return interruptedExit;
    }
    return report(error, request);
  }
};

/** What a command says when Ctrl-C has ended it, whichever way its work noticed; it may know better how to go on. */
const interruption = (signal: AbortSignal, thrown: unknown): unknown => {
  if (thrown instanceof FirebreakError && thrown.code === interruptedCode) return thrown;
  return signal.reason instanceof FirebreakError ? signal.reason : thrown;
};

const print = (outcome: Outcome, { command, json }: Request, { out }: Terminal): void => {
  // What goes on until Ctrl-C has said all it had to say.
  if (outcome.json === undefined && outcome.text === undefined) return;
  if (json === true && command.json === 'stdout') out(`${JSON.stringify(outcome.json ?? {}, undefined, 2)}\n`);
  else if (outcome.text) out(outcome.text.endsWith('\n') ? outcome.text : `${outcome.text}\n`);
};

const report = async (thrown: unknown, { json, debug }: Pick<Request, 'json' | 'debug'>): Promise<number> => {
  const error = thrown instanceof FirebreakError ? thrown : unexpected(thrown, await traceOf(thrown, debug));
  terminal.err(json === true ? errorJson(error) : errorText(error));
  if (debug) terminal.err(stackOf(thrown));
  return error.exit;
};

const traceOf = async (thrown: unknown, debug: boolean): Promise<string | undefined> => {
  if (debug) return undefined;
  const { writeTrace } = await import('./write-trace.ts');
  return writeTrace(thrown, process.env);
};

/** Answers the completion scripts: `firebreak __complete -- word...`, one candidate and its meaning a line. */
const complete = async (words: readonly string[]): Promise<number> => {
  const { candidates } = await import('./completion/candidates.ts');
  for (const { word, meaning } of candidates(commands, words)) terminal.out(`${word}\t${meaning}\n`);
  return 0;
};

const argv = process.argv.slice(2);
process.exitCode = argv[0] === '__complete' ? await complete(argv.slice(2)) : await main(argv);
