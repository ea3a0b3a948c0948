import { expect, it } from 'vitest';
import { escapesOf } from './known-escapes.ts';

it.each([
  ['3.30.0', 2],
  ['3.4.0', 2],
  ['2.5.2', 2],
  ['not a version', 2],
  ['3.31.0', 0],
  ['3.31.1', 0],
  ['4.1.0', 0],
])('version %s has %i known ways out', (version, count) => {
  expect(escapesOf(version)).toHaveLength(count);
});
