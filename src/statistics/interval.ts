import { bootstrap, type Estimate } from './bootstrap.ts';

/**
 * Fewer samples than this cannot give a 95 % interval for a median, whatever the method: the chance that all n lie on
 * one side of it is 2 · 0.5ⁿ, which is below 5 % from n = 6 on.
 */
export const fewestSamples = 6;

/** An estimate that says how sure its interval is. */
export interface Interval extends Estimate {
  /** 0.95, or less where there are too few samples for that: 1 - 2 · 0.5ⁿ of a range of n. */
  readonly confidence: number;
}

/**
 * A statistic with its 95 % bootstrap interval. Below six samples no method gives 95 % for a median: then the interval
 * is the range of the samples, taken one at a time, and its confidence that of the sign test (Dixon and Mood 1946).
 */
export const intervalOf = <T>(
  samples: readonly T[],
  statistic: (samples: readonly T[]) => number,
  options?: { rounds?: number; seed?: number },
): Interval => {
  if (samples.length >= fewestSamples) return { ...bootstrap(samples, statistic, options), confidence: 0.95 };
  const value = statistic(samples);
  const singles = samples.map((sample) => statistic([sample]));
  return {
    value,
    low: Math.min(value, ...singles),
    high: Math.max(value, ...singles),
    n: samples.length,
    confidence: 1 - 2 * 0.5 ** samples.length,
  };
};
