import { expect, it } from 'vitest';
import { isOlder } from './version-order.ts';

it.each([
  ['3.4.3', '3.5.0', true],
  ['3.4.9', '3.4.10', true],
  ['3.5.0', '3.5.0', false],
  ['3.10.0', '3.5.0', false],
  ['1.6.20~ds1', '1.7', true],
  ['v1.6.20', '1.7', true],
  ['1.7.24~ds1', '1.7', false],
  ['v1.10.0', '1.7', false],
  ['v2.0.0-rc.1', '2.0', false],
  ['3.31.0-rc0', '3.31.0', false],
])('%s comes before %s: %s', (version, than, expected) => {
  expect(isOlder(version, than)).toBe(expected);
});
