import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { geometricMean } from './geometric-mean.ts';
import { geometricMeanOfRatios, type Round } from './geometric-mean-of-ratios.ts';
import { intervalOf } from './interval.ts';
import { normal } from './normal.ts';
import { type Pair, ratioOfMedians } from './paired-ratio.ts';
import { seededRandom } from './random.ts';

const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
const pair = fc.record({ baseline: positive, other: positive });
const pairs = fc.array(pair, { minLength: 1, maxLength: 30 });

/** Pairs of true ratio `ratio`: noise that both halves share, and noise of their own; both log-normal. */
const noisyPairs = (random: () => number, n: number, ratio: number): Pair[] =>
  Array.from({ length: n }, () => {
    const shared = Math.exp(0.3 * normal(random));
    return {
      baseline: 10 * shared * Math.exp(0.05 * normal(random)),
      other: 10 * ratio * shared * Math.exp(0.05 * normal(random)),
    };
  });

const coverage = (runs: number, covers: (random: () => number) => boolean): number => {
  const random = seededRandom(42);
  return Array.from({ length: runs }, () => covers(random)).filter(Boolean).length / runs;
};

describe('the ratio of medians', () => {
  test('is turned upside down when the runtimes change places', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const swapped = given.map(({ baseline, other }) => ({ baseline: other, other: baseline }));
        expect(ratioOfMedians(swapped) * ratioOfMedians(given)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('does not depend on the unit', () => {
    fc.assert(
      fc.property(pairs, positive, (given, factor) => {
        const scaled = given.map(({ baseline, other }) => ({ baseline: baseline * factor, other: other * factor }));
        expect(ratioOfMedians(scaled) / ratioOfMedians(given)).toBeCloseTo(1, 9);
      }),
    );
  });

  test.each([6, 10, 25])('of %i pairs has an interval that covers the true one at least 9 times in 10', (n) => {
    const covered = coverage(300, (random) => {
      const { low, high } = intervalOf(noisyPairs(random, n, 1.3), ratioOfMedians, { rounds: 400 });
      return low <= 1.3 && 1.3 <= high;
    });
    expect(covered).toBeGreaterThan(0.9);
    expect(covered).toBeLessThan(1);
  });
});

describe('a geometric mean', () => {
  test('of the inverse ratios is the inverse', () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1, maxLength: 30 }), (values) => {
        expect(geometricMean(values.map((value) => 1 / value)) * geometricMean(values)).toBeCloseTo(1, 6);
      }),
    );
  });

  test('over cases has an interval that covers the true one about 19 times in 20, rounds being disturbed whole', () => {
    const truth = [0.9, 1.1, 1.5, 2];
    const covered = coverage(200, (random) => {
      const rounds = Array.from({ length: 12 }, (): Round => {
        const disturbance = Math.exp(0.1 * normal(random));
        return new Map(
          truth.map((ratio, index) => {
            const [drawn = { baseline: 1, other: 1 }] = noisyPairs(random, 1, ratio);
            return [`Q${index}`, { ...drawn, other: drawn.other * disturbance }];
          }),
        );
      });
      const { low, high } = geometricMeanOfRatios(rounds, { rounds: 300 });
      return low <= geometricMean(truth) && geometricMean(truth) <= high;
    });
    expect(covered).toBeGreaterThan(0.88);
    expect(covered).toBeLessThan(1);
  });
});

describe('an interval of few samples', () => {
  test('is their range and says how sure it is', () => {
    const found = intervalOf([3, 1, 2], ([first = 0, ...rest]) => (rest.length > 0 ? 2 : first));
    expect(found).toEqual({ value: 2, low: 1, high: 3, n: 3, confidence: 0.75 });
    expect(intervalOf([3], ([only = 0]) => only).confidence).toBe(0);
  });

  test.each([2, 3, 5])('of %i covers the true ratio as often as it says', (n) => {
    const covered = coverage(600, (random) => {
      const { low, high } = intervalOf(noisyPairs(random, n, 1.3), ratioOfMedians);
      return low <= 1.3 && 1.3 <= high;
    });
    expect(covered).toBeGreaterThan(1 - 2 * 0.5 ** n - 0.06);
  });
});
