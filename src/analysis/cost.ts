import type { Reading } from '../evidence/sample.ts';
import type { Estimate } from '../statistics/bootstrap.ts';

/** How many times worse than the baseline, with its interval: 2 is half the throughput, or twice the time. */
export const costOf = (
  { value, low, high }: Estimate,
  better: Reading['better'],
): { cost: number; costLow: number; costHigh: number } =>
  better === 'higher'
    ? { cost: 1 / value, costLow: 1 / high, costHigh: 1 / low }
    : { cost: value, costLow: low, costHigh: high };
