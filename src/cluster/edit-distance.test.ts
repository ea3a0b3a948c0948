import fc from 'fast-check';
import { expect, it } from 'vitest';
import { didYouMean, editDistance } from './edit-distance.ts';

it.each([
  ['', '', 0],
  ['kitten', 'sitting', 3],
  ['runtme', 'runtime', 1],
  ['', 'abc', 3],
])('%s and %s are %i apart', (a, b, distance) => expect(editDistance(a, b)).toBe(distance));

it('is a metric', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
});

it('suggests only what is close', () => {
  expect(didYouMean('tenant', ['tenants', 'network'])).toBe('tenants');
  expect(didYouMean('storage', ['tenants', 'network'])).toBeUndefined();
});
