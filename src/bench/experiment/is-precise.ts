import { pairsOf } from '../../analysis/pairs.ts';
import { roundsOf } from '../../analysis/rounds-of.ts';
import type { Sample } from '../../evidence/sample.ts';
import type { Estimate } from '../../statistics/bootstrap.ts';
import { geometricMeanOfRatios } from '../../statistics/geometric-mean-of-ratios.ts';
import { fewestPairs, pairedRatio } from '../../statistics/paired-ratio.ts';
import type { Trial } from '../suite.ts';

export interface Precision {
  readonly runtimes: readonly string[];
  /** Half width of the interval, as a share of the ratio. */
  readonly halfWidth: number;
}

/** Whether every ratio that the trial is after is known well enough. `samples` are the trial's own. */
export const isPrecise = (samples: readonly Sample[], { goal }: Pick<Trial, 'goal'>, wanted: Precision): boolean => {
  const [baseline = '', ...others] = wanted.runtimes;
  return others.every((other) => {
    const cases = pairsOf(samples, { metric: goal.metric, baseline, other });
    const ratios = goal.over === 'geometric mean' ? [meanOf(cases)] : cases.map(({ byRound }) => ratioOf(byRound));
    return ratios.length > 0 && ratios.every((ratio) => ratio !== undefined && isNarrow(ratio, wanted.halfWidth));
  });
};

/** Whether both ends of an interval lie within a share of its value. */
export const isNarrow = ({ value, low, high, n }: Estimate, halfWidth: number): boolean =>
  n >= fewestPairs && high - value <= halfWidth * value && value - low <= halfWidth * value;

type ByRound = ReturnType<typeof pairsOf>[number]['byRound'];

const ratioOf = (byRound: ByRound): Estimate | undefined =>
  byRound.size < fewestPairs ? undefined : pairedRatio([...byRound.values()], { rounds: 1000 });

const meanOf = (cases: ReturnType<typeof pairsOf>): Estimate | undefined => {
  const rounds = roundsOf(cases);
  return rounds.length < fewestPairs ? undefined : geometricMeanOfRatios(rounds, { rounds: 1000 });
};
