import type { Sample } from '../../evidence/sample.ts';
import type { Trial } from '../suite.ts';

const defaults = { warmUps: 1, minimumRounds: 3, maximumRounds: 40 } as const;
const ceilingRounds = 3;

/** How far a trial is. */
export interface TrialProgress {
  readonly trial: Trial;
  /** Its samples, those of earlier sessions included. */
  readonly samples: readonly Sample[];
  /** Of this session: containers and caches of an earlier one are cold again. */
  readonly warmUpsDone: number;
  /** Seconds that its last round took; undefined before the first. */
  readonly roundSeconds: number | undefined;
  readonly failures: number;
}

/** Rounds in which every runtime was measured, warm-ups left out. */
export const completeRounds = (samples: readonly Sample[], runtimes: readonly string[]): number => {
  const rounds = Map.groupBy(
    samples.filter(({ warmUp }) => !warmUp),
    ({ round }) => round,
  );
  return [...rounds.values()].filter((round) => runtimes.every((name) => round.some(({ runtime }) => runtime === name)))
    .length;
};

/** A round that was begun and never ended keeps its number: its halves were measured too far apart to be pairs. */
export const nextRound = (samples: readonly Sample[]): number =>
  samples.reduce((next, { round }) => Math.max(next, round + 1), 0);

export const isWarmUp = ({ trial, warmUpsDone }: TrialProgress): boolean =>
  warmUpsDone < (trial.warmUps ?? defaults.warmUps);

/** Where the next round measures: ceilings only in the first rounds that count, they hardly vary. */
export const placesOf = (state: TrialProgress, runtimes: readonly string[]): string[] => {
  const ceilings = isWarmUp(state) ? [] : (state.trial.ceilings ?? []);
  const measured = (place: string): number =>
    new Set(state.samples.filter(({ runtime }) => runtime === place).map(({ round }) => round)).size;
  return [...runtimes, ...ceilings.filter((place) => measured(place) < ceilingRounds)];
};

/** Why a trial takes no further round, if so. `secondsLeft` is the suite's. */
export const reasonToStop = (
  state: TrialProgress,
  { rounds, precise, secondsLeft }: { rounds: number; precise: boolean; secondsLeft: number },
): 'precise' | 'enough rounds' | 'budget spent' | undefined => {
  const { minimumRounds = defaults.minimumRounds, maximumRounds = defaults.maximumRounds } = state.trial;
  if (precise) return 'precise';
  if (rounds >= maximumRounds) return 'enough rounds';
  if (rounds >= minimumRounds && (state.roundSeconds ?? 0) > secondsLeft) return 'budget spent';
  return undefined;
};
