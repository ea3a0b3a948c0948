import { tunableRuntimes } from '../../bench/tune/candidates/candidate.ts';
import type { Judged } from '../../bench/tune/choose.ts';
import { runTune } from '../../bench/tune/run-tune.ts';
import { nameOf } from '../../bench/tune/variants.ts';
import { writeWinner } from '../../bench/tune/write-winner.ts';
import type { Outcome } from '../command.ts';
import { withProgress } from '../progress/with-progress.ts';
import { secondsOf } from '../seconds-of.ts';
import { selectMeasurable } from '../select-measurable.ts';
import type { Terminal } from '../terminal.ts';
import { timeStamp } from './time-stamp.ts';

interface TuneOptions {
  readonly cluster: string | undefined;
  readonly file: string | undefined;
  readonly runtimes: readonly string[];
  readonly budget: string;
  readonly scaleFactor: number;
  readonly seed: number;
  readonly output: string | undefined;
}

/** `firebreak tune`. */
export const runTuneCommand = async (
  options: TuneOptions,
  only: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Outcome> => {
  const cluster = await selectMeasurable(options);
  const request = {
    cluster,
    runtimes: tunableRuntimes.filter((runtime) => options.runtimes.includes(runtime)),
    folder: options.output ?? `evidence/tune-${timeStamp(new Date())}`,
    only,
    budgetSeconds: secondsOf(options.budget),
    seed: options.seed,
    // There are many to try: the first run of each query and one more tell enough.
    options: { scaleFactor: options.scaleFactor, preset: 'quick' },
    command: ['firebreak', ...process.argv.slice(2)],
  };
  const { result } = await withProgress(
    terminal,
    signal,
    (progress) => runTune(request, progress),
    () => 'run it again: it begins anew, and the cluster is as it was',
  );
  const { judged, winners, folder } = result;
  const lines = [...judged.map(judgedLine)];
  if (judged.some(({ outcome }) => outcome === 'too few rounds'))
    lines.push('too few rounds for 95 %; next: the same with a larger --budget');
  if (winners.length === 0) lines.push('nothing to change');
  for (const winner of winners) lines.push(await winnerLine(winner, options.file, folder));
  return { exit: 0, text: [...lines, `evidence: ${folder}`].join('\n'), json: result };
};

/** What became of a winner: it is written into the file where one is named. */
const winnerLine = async (winner: Judged, file: string | undefined, folder: string): Promise<string> => {
  const name = `${nameOf(winner.candidate)} in ${winner.candidate.runtime}`;
  if (file === undefined) return `best: ${name}; name a file with -f to have it written`;
  const refusal = await writeWinner(file, winner, folder);
  return refusal === undefined
    ? `written into ${file}: ${name}; next: firebreak up -f ${file}`
    : `not written into ${file}: ${name}: ${refusal}`;
};

const judgedLine = ({ candidate, outcome, mean }: Judged): string => {
  const cost =
    mean === undefined ? '' : `, ${mean.cost.toFixed(3)}x [${mean.costLow.toFixed(3)}, ${mean.costHigh.toFixed(3)}]`;
  const rounds = mean === undefined ? '' : ` after ${mean.n} round${mean.n === 1 ? '' : 's'}`;
  const emulated = mean?.emulated === true ? ', emulated' : '';
  const never = candidate.choosable ? '' : ' (never chosen by itself)';
  return [
    `${nameOf(candidate)} in ${candidate.runtime}: ${outcome}${rounds}${cost}${emulated}${never}`,
    `  safety: ${candidate.safety}`,
  ].join('\n');
};
