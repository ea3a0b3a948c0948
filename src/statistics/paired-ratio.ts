import { quantile } from './quantile.ts';

/** The same thing measured twice, close together in time. */
export interface Pair {
  readonly baseline: number;
  readonly other: number;
}

/**
 * Median of the others over median of the baselines. With `intervalOf`, whole pairs are drawn: what both halves share
 * cancels out.
 */
export const ratioOfMedians = (pairs: readonly Pair[]): number =>
  quantile(
    pairs.map(({ other }) => other),
    0.5,
  ) /
  quantile(
    pairs.map(({ baseline }) => baseline),
    0.5,
  );
