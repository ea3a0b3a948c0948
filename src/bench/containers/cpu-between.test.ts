import { expect, test } from 'vitest';
import { cpuBetween } from './cpu-between.ts';

const points = [
  { at: 1000, total: 0, user: 0, system: 0 },
  { at: 2000, total: 10, user: 8, system: 2 },
  { at: 4000, total: 14, user: 11, system: 3 },
];

test('moments between two readings are on a straight line between them', () => {
  expect(cpuBetween(points, 1500, 3000)).toEqual({ total: 7, user: 5.5, system: 1.5 });
  expect(cpuBetween(points, 1000, 4000)).toEqual({ total: 14, user: 11, system: 3 });
});

test('of a time that was not watched nothing is claimed', () => {
  expect(cpuBetween(points, 999, 3000)).toBeUndefined();
  expect(cpuBetween(points, 1000, 4001)).toBeUndefined();
  expect(cpuBetween([], 1000, 2000)).toBeUndefined();
});
