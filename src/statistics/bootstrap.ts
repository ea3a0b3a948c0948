import { quantile } from './quantile.ts';
import { seededRandom } from './random.ts';

export interface Estimate {
  readonly value: number;
  /** 95 % percentile interval of the bootstrap. */
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/**
 * A statistic of the samples with its 95 % bootstrap interval (Efron's percentile method). Seeded: the same samples
 * give the same interval.
 */
export const bootstrap = <T>(
  samples: readonly T[],
  statistic: (samples: readonly T[]) => number,
  { rounds = 2000, seed = 1 } = {},
): Estimate => {
  if (samples.length === 0) throw new RangeError('no samples');
  const random = seededRandom(seed);
  // The index is always within the samples.
  const draw = (): T => samples[Math.floor(random() * samples.length)] as T;
  const replicates = Array.from({ length: rounds }, () => statistic(samples.map(draw)));
  return {
    value: statistic(samples),
    low: quantile(replicates, 0.025),
    high: quantile(replicates, 0.975),
    n: samples.length,
  };
};
