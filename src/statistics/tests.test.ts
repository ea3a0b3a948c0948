import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holm } from './holm.ts';
import { normal } from './normal.ts';
import { seededRandom } from './random.ts';
import { studentUpperTail } from './student.ts';
import { welch } from './welch.ts';

describe('Student’s t', () => {
  // Percentage points of the published tables.
  test.each([
    [6.314, 1, 0.05],
    [2.776, 4, 0.025],
    [1.812, 10, 0.05],
    [2.787, 25, 0.005],
    [1.658, 120, 0.05],
  ])('exceeds %f with %i degrees of freedom with a chance of %f', (t, degrees, chance) => {
    expect(studentUpperTail(t, degrees)).toBeCloseTo(chance, 4);
  });

  test('is symmetric and falls with t', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 1, max: 200, noNaN: true }),
        (t, df) => {
          expect(studentUpperTail(t, df) + studentUpperTail(-t, df)).toBeCloseTo(1, 9);
          expect(studentUpperTail(t + 0.1, df)).toBeLessThanOrEqual(studentUpperTail(t, df) + 1e-12);
        },
      ),
    );
  });
});

describe('Welch’s test', () => {
  test('has uniform p values where there is no difference', () => {
    const random = seededRandom(3);
    const draw = (n: number, spread: number): number[] => Array.from({ length: n }, () => spread * normal(random));
    const ps = Array.from({ length: 20_000 }, () => welch(draw(5, 1), draw(9, 3), 0).p);
    for (const level of [0.01, 0.05, 0.5]) {
      const share = ps.filter((p) => p <= level).length / ps.length;
      expect(share).toBeGreaterThan(level * 0.5);
      expect(share).toBeLessThan(level * 1.5);
    }
  });

  test('decides nothing by single samples', () => {
    expect(welch([1], [100], 0).p).toBe(1);
  });

  test('sees a difference between samples that do not vary', () => {
    expect(welch([1, 1], [2, 2], 0.5).p).toBe(0);
    expect(welch([1, 1], [1, 1], 0.5).p).toBe(1);
  });
});

describe('Holm’s procedure', () => {
  test('is the example of the textbooks', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
  });

  test('takes no p above the level and every p below level over number', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (ps) => {
        const found = holm(ps, 0.05);
        for (const [index, p] of ps.entries()) {
          if (p > 0.05) expect(found[index]).toBe(false);
          if (p <= 0.05 / ps.length) expect(found[index]).toBe(true);
        }
      }),
    );
  });
});
