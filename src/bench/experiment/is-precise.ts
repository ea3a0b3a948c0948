import { isNarrow } from '../../analysis/is-narrow.ts';
import { pairsOf } from '../../analysis/pairs.ts';
import { roundsOf } from '../../analysis/rounds-of.ts';
import type { Sample } from '../../evidence/sample.ts';
import { geometricMeanOfRatios } from '../../statistics/geometric-mean-of-ratios.ts';
import { intervalOf } from '../../statistics/interval.ts';
import { ratioOfMedians } from '../../statistics/paired-ratio.ts';
import type { Trial } from '../suite.ts';

/** Of a bootstrap: enough to decide, and fast enough to do after every round. */
const rounds = 1000;

export interface Precision {
  readonly runtimes: readonly string[];
  /** Half width of the interval, as a share of the ratio. */
  readonly halfWidth: number;
}

/**
 * Whether every ratio that the trial is after is known well enough. `samples` are the trial's own. With a single
 * runtime there is no ratio, and nothing is ever precise.
 */
export const isPrecise = (samples: readonly Sample[], { goal }: Pick<Trial, 'goal'>, wanted: Precision): boolean => {
  const [baseline = '', ...others] = wanted.runtimes;
  const ratios = others.flatMap((other) => {
    const cases = pairsOf(samples, { metric: goal.metric, baseline, other });
    return goal.over === 'geometric mean'
      ? [geometricMeanOfRatios(roundsOf(cases), { rounds })]
      : cases.map(({ byRound }) => intervalOf([...byRound.values()], ratioOfMedians, { rounds }));
  });
  return ratios.length > 0 && ratios.every((ratio) => isNarrow(ratio, wanted.halfWidth));
};
