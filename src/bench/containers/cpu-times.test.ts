import { expect, test } from 'vitest';
import { cpuTimesOfVersion1, cpuTimesOfVersion2 } from './cpu-times.ts';

test('version 1 counts the whole in nanoseconds and its parts in ticks', () => {
  expect(cpuTimesOfVersion1('148310921442', 'user 13862\nsystem 962')).toEqual({
    total: 148.310921442,
    user: 138.62,
    system: 9.62,
  });
});

test('version 2 counts all of it in microseconds', () => {
  const stat = 'usage_usec 148310921\nuser_usec 138690921\nsystem_usec 9620000\nnr_periods 12\nthrottled_usec 3';
  expect(cpuTimesOfVersion2(stat)).toEqual({ total: 148.310921, user: 138.690921, system: 9.62 });
});
