import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrap } from './bootstrap.ts';
import { quantile } from './quantile.ts';
import { seededRandom } from './random.ts';

const median = (samples: readonly number[]): number => quantile(samples, 0.5);

describe('quantile', () => {
  test('is the order statistic where one falls on it, and linear between', () => {
    expect(quantile([4, 1, 3, 2, 5], 0.5)).toBe(3);
    expect(quantile([1, 2], 0.25)).toBe(1.25);
    expect(quantile([7], 0.99)).toBe(7);
  });

  test('lies within the samples and grows with q', () => {
    const samples = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const found = quantile(values, q);
        expect(found).toBeGreaterThanOrEqual(Math.min(...values));
        expect(found).toBeLessThanOrEqual(Math.max(...values));
        expect(quantile(values, 1)).toBeGreaterThanOrEqual(found);
      }),
    );
  });

  test('has no answer for no samples', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('bootstrap', () => {
  test('gives the same interval for the same samples', () => {
    const samples = [3, 1, 4, 1, 5, 9, 2, 6];
    expect(bootstrap(samples, median)).toEqual(bootstrap(samples, median));
  });

  test('covers the true median of a uniform distribution about 95 times in 100', () => {
    const random = seededRandom(7);
    const runs = 200;
    const covered = Array.from({ length: runs }, () => {
      const samples = Array.from({ length: 40 }, () => random());
      const { low, high } = bootstrap(samples, median, { rounds: 300 });
      return low <= 0.5 && 0.5 <= high;
    }).filter(Boolean).length;
    expect(covered / runs).toBeGreaterThan(0.88);
    expect(covered / runs).toBeLessThan(1);
  });
});
