import { expect, it } from 'vitest';
import { logText } from './log-text.ts';

it('the last lines of a CRI log come without its marks, and pieces of a line together', () => {
  const log = '2026-01-01T00:00:00Z stdout F one\n2026-01-01T00:00:00Z stderr P tw\n2026-01-01T00:00:00Z stderr F o\n';
  expect(logText(log, 20)).toBe('one\ntwo\n');
  expect(logText(log, 1)).toBe('two\n');
  expect(logText('', 5)).toBe('');
});
