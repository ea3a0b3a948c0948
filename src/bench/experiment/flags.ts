import type { Calibration } from '../../evidence/sample.ts';
import { quantile } from '../../statistics/quantile.ts';

/** How much slower than usual the host may be before a sample deserves doubt; syncing a disk varies by nature. */
const tolerated = { spinMilliseconds: 1.25, copyMilliseconds: 1.25, diskMilliseconds: 2.5 } as const;

const called = {
  spinMilliseconds: 'hashing on one CPU',
  copyMilliseconds: 'copying memory',
  diskMilliseconds: 'writing to the disk',
} as const;

const kinds = ['spinMilliseconds', 'copyMilliseconds', 'diskMilliseconds'] as const;

/** Why a sample between these two calibrations deserves doubt, against what was usual in the run so far. */
export const flagsOf = (before: Calibration, after: Calibration, usual: readonly Calibration[]): string[] =>
  kinds.flatMap((kind) => {
    const median = quantile(
      usual.map((each) => each[kind]),
      0.5,
    );
    const slower = Math.max(before[kind], after[kind]) / median;
    return slower <= tolerated[kind] ? [] : [`the host was ${slower.toFixed(1)}x slower than usual at ${called[kind]}`];
  });
