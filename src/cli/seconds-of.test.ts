import { expect, it } from 'vitest';
import { secondsOf } from './seconds-of.ts';

it.each([
  ['90s', 90],
  ['30m', 1800],
  ['1.5h', 5400],
])('reads %s', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

it.each(['', '30', 'm', '0s', '-5m', '5 m', '1d', '1e3s'])('refuses %j', (text) => {
  expect(() => secondsOf(text)).toThrow('is no span of time');
});
