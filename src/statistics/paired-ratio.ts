import { bootstrap, type Estimate } from './bootstrap.ts';
import { quantile } from './quantile.ts';

/** The same thing measured twice, close together in time. */
export interface Pair {
  readonly baseline: number;
  readonly other: number;
}

/**
 * Fewer pairs than this cannot give a 95 % interval for a median, whatever the method: the chance that all n lie on
 * one side of it is 2 · 0.5ⁿ, which is below 5 % from n = 6 on.
 */
export const fewestPairs = 6;

/** Median of the others over median of the baselines. */
export const ratioOfMedians = (pairs: readonly Pair[]): number =>
  quantile(
    pairs.map(({ other }) => other),
    0.5,
  ) /
  quantile(
    pairs.map(({ baseline }) => baseline),
    0.5,
  );

/** The ratio of medians with its 95 % interval, by drawing whole pairs: what both halves share cancels out. */
export const pairedRatio = (pairs: readonly Pair[], options?: { rounds?: number; seed?: number }): Estimate =>
  bootstrap(pairs, ratioOfMedians, options);
