import type { Progress, StepRecord } from '../../progress.ts';
import { interrupted } from '../interrupt.ts';
import type { Terminal } from '../terminal.ts';
import { liveTerminal } from './live-terminal.ts';
import { plainLines } from './plain-lines.ts';
import { trackedProgress } from './tracked-progress.ts';

/**
 * Runs `work` with a Progress shown on standard error, the way the terminal allows. `goOn` is what Ctrl-C tells of how to
 * go on, where that is not the same command again; asked for when it has come to that.
 */
export const withProgress = async <T>(
  terminal: Terminal,
  signal: AbortSignal,
  work: (progress: Progress) => Promise<T>,
  goOn?: () => string,
): Promise<{ result: T; steps: readonly StepRecord[] }> => {
  const renderer = terminal.live ? liveTerminal(screenOf(terminal)) : plainLines(terminal.err);
  const progress = trackedProgress(signal, renderer);
  try {
    return { result: await work(progress), steps: progress.records };
  } catch (thrown) {
    throw signal.aborted && goOn !== undefined ? interrupted(goOn()) : thrown;
  } finally {
    renderer.close();
  }
};

const screenOf = (terminal: Terminal) => ({
  write: terminal.err,
  get columns() {
    return process.stderr.columns || 80;
  },
  get rows() {
    return process.stderr.rows || 24;
  },
});
