import { expect, it } from 'vitest';
import { escapesOf } from './known-escapes.ts';

it.each([
  ['3.30.0', 1, 2],
  ['3.4.0', 1, 2],
  ['2.5.2', 1, 2],
  ['not a version', 1, 2],
  ['3.31.0', 0, 0],
  ['3.31.1', 0, 0],
  ['4.1.0', 0, 0],
])('version %s has %i known ways out with the Go shim, %i with the Rust shim', (version, go, rust) => {
  expect(escapesOf(version, 'go')).toHaveLength(go);
  expect(escapesOf(version, 'rust')).toHaveLength(rust);
});
