import { geometricMean } from './geometric-mean.ts';
import { type Interval, intervalOf } from './interval.ts';
import { type Pair, ratioOfMedians } from './paired-ratio.ts';

/** All pairs of one round: by case, e.g. by query. */
export type Round = ReadonlyMap<string, Pair>;

/**
 * The geometric mean over cases of their ratios of medians, with its interval. Whole rounds are drawn, because a
 * disturbance hits all cases of a round together: drawing cases apart from each other would promise too much.
 */
export const geometricMeanOfRatios = (
  rounds: readonly Round[],
  options?: { rounds?: number; seed?: number },
): Interval => {
  const cases = [...new Set(rounds.flatMap((round) => [...round.keys()]))];
  return intervalOf(rounds, (drawn) => geometricMean(cases.flatMap((name) => ratioOf(drawn, name))), options);
};

const ratioOf = (rounds: readonly Round[], name: string): number[] => {
  const pairs = rounds.map((round) => round.get(name)).filter((pair) => pair !== undefined);
  return pairs.length === 0 ? [] : [ratioOfMedians(pairs)];
};
