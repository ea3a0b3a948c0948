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
export const bootstrap = (
  samples: readonly number[],
  statistic: (samples: readonly number[]) => number,
  { rounds = 2000, seed = 1 } = {},
): Estimate => {
  const random = seededRandom(seed);
  const draw = (): number => samples[Math.floor(random() * samples.length)] ?? Number.NaN;
  const replicates = Array.from({ length: rounds }, () => statistic(samples.map(draw)));
  return {
    value: statistic(samples),
    low: quantile(replicates, 0.025),
    high: quantile(replicates, 0.975),
    n: samples.length,
  };
};
