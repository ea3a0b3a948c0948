import type { Judged } from '../../bench/tune/choose.ts';
import { runTune, type TuneOutcome } from '../../bench/tune/run-tune.ts';
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
  const { file } = options;
  if (file !== undefined && result.winner !== undefined) await writeWinner(file, result.winner, result.folder);
  return { exit: 0, text: outcomeText(result, file), json: result };
};

const outcomeText = ({ judged, winner, folder }: TuneOutcome, file: string | undefined): string =>
  [
    ...judged.map(line),
    ...(judged.some(({ outcome }) => outcome === 'too few rounds')
      ? ['too few rounds for 95 %; next: the same with a larger --budget']
      : []),
    winner === undefined
      ? 'nothing to change'
      : file === undefined
        ? `best: ${nameOf(winner.candidate)}; name a file with -f to have it written`
        : `written into ${file}: ${nameOf(winner.candidate)}; next: firebreak up -f ${file}`,
    `evidence: ${folder}`,
  ].join('\n');

const line = ({ candidate, outcome, mean }: Judged): string => {
  const cost =
    mean === undefined ? '' : `, ${mean.cost.toFixed(3)}x [${mean.costLow.toFixed(3)}, ${mean.costHigh.toFixed(3)}]`;
  const never = candidate.choosable ? '' : ' (never chosen by itself)';
  const rounds = mean === undefined ? '' : ` after ${mean.n} round${mean.n === 1 ? '' : 's'}`;
  return `${nameOf(candidate)}: ${outcome}${rounds}${cost}${never}\n  safety: ${candidate.safety}`;
};
