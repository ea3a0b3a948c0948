import { createInterface } from 'node:readline';
import { FirebreakError, reasonOf } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { isOperation, perform as performOperation } from './operations.ts';
import { failureOf, type HostEvent, request } from './wire.ts';

/** Entry on a host: does what each line of standard input asks, one after the other, and stops when it ends. */

const write = (event: HostEvent): void => {
  process.stdout.write(`${JSON.stringify(event)}\n`);
};

let steps = 0;
const progressOf = (step: number, signal: AbortSignal): Progress => ({
  signal,
  step: async (name, work) => {
    steps += 1;
    const inner = steps;
    write({ event: 'begin', step: inner, parent: step, name });
    try {
      const result = await work(progressOf(inner, signal));
      write({ event: 'end', step: inner });
      return result;
    } catch (thrown) {
      write({ event: 'end', step: inner, failed: reasonOf(thrown) });
      throw thrown;
    }
  },
  bytes: (done, total) => write({ event: 'bytes', step, done, total }),
  note: (text) => write({ event: 'note', step, text }),
});

const perform = async (line: string, signal: AbortSignal): Promise<unknown> => {
  const { operation, input } = request.parse(JSON.parse(line));
  if (!isOperation(operation)) throw new Error(`there is no operation ${operation}`);
  return performOperation(operation, input, progressOf(0, signal));
};

const answer = async (line: string, signal: AbortSignal): Promise<void> => {
  try {
    write({ event: 'result', result: (await perform(line, signal)) ?? null });
  } catch (thrown) {
    write({ event: 'error', error: failureOf(thrown) });
  }
};

const controller = new AbortController();
const gone = new FirebreakError({
  code: 'FB-HOST-CONTROLLER',
  message: 'The connection to the controller ended.',
  next: 'Run the command again there.',
});
// A controller that is gone reads no answers.
process.stdout.on('error', () => controller.abort(gone));
const lines = createInterface({ input: process.stdin });
let answered = Promise.resolve();
lines.on('line', (line) => {
  answered = answered.then(() => answer(line, controller.signal));
});
lines.once('close', async () => {
  controller.abort(gone);
  await answered;
  // Whatever a library still holds open: the answers have been given.
  process.stdout.write('', () => process.exit(0));
});
