import type { Estimate } from '../statistics/bootstrap.ts';
import { fewestSamples } from '../statistics/interval.ts';

/** Whether both ends of a 95 % interval lie within a share of its value. */
export const isNarrow = ({ value, low, high, n }: Estimate, halfWidth: number): boolean =>
  n >= fewestSamples && high - value <= halfWidth * value && value - low <= halfWidth * value;
