import { studentUpperTail } from './student.ts';

export interface Difference {
  /** Mean of the second samples less mean of the first. */
  readonly difference: number;
  /** The chance of a difference this far above `margin`, were the true one no more than `margin`. */
  readonly p: number;
}

/** One-sided t test of two samples whose variances may differ (Welch 1947). Needs two of each; else p is 1. */
export const welch = (first: readonly number[], second: readonly number[], margin: number): Difference => {
  const [a, b] = [momentsOf(first), momentsOf(second)];
  const difference = b.mean - a.mean;
  if (first.length < 2 || second.length < 2) return { difference, p: 1 };
  const [va, vb] = [a.variance / first.length, b.variance / second.length];
  if (va + vb === 0) return { difference, p: difference > margin ? 0 : 1 };
  const degrees = (va + vb) ** 2 / (va ** 2 / (first.length - 1) + vb ** 2 / (second.length - 1));
  return { difference, p: studentUpperTail((difference - margin) / Math.sqrt(va + vb), degrees) };
};

const momentsOf = (samples: readonly number[]): { mean: number; variance: number } => {
  const mean = samples.reduce((sum, each) => sum + each, 0) / samples.length;
  const squares = samples.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { mean, variance: squares / (samples.length - 1) };
};
