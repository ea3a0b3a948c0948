import { expect, test } from 'vitest';
import { passObservations } from './pass-observations.ts';

const executed = { steps: new Map() };
const sort = { name: 'sort', parameters: { rows: 7 } };
const timesOf = (seconds: readonly number[], family?: string) =>
  passObservations(family === undefined ? sort : { ...sort, family }, 'sort', seconds, executed).map(
    ({ case: { name, family: of }, readings }) => [name, of, readings[0]?.value],
  );

test('the first time is told apart, and of those after it the median', () => {
  expect(timesOf([9, 1, 3, 2])).toEqual([
    ['sort', undefined, 2],
    ['sort, first run', undefined, 9],
  ]);
  expect(timesOf([9, 1], 'sorts')).toEqual([
    ['sort', 'sorts', 1],
    ['sort, first run', 'sorts, first run', 9],
  ]);
});

test('what was done once is a first run only, and what was never done is nothing', () => {
  expect(timesOf([9])).toEqual([['sort, first run', undefined, 9]]);
  expect(timesOf([])).toEqual([]);
});
