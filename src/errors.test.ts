import { expect, it } from 'vitest';
import { FirebreakError, reasonOf } from './errors.ts';

it('an error exits with 1 unless it says otherwise', () => {
  expect(new FirebreakError({ code: 'FB-TEST-PLAIN', message: 'x' }).exit).toBe(1);
  expect(new FirebreakError({ code: 'FB-TEST-HOST', message: 'x', exit: 4 }).exit).toBe(4);
});

it('keeps the cause it wraps', () => {
  const cause = new Error('disk full');
  const error = new FirebreakError({ code: 'FB-TEST-WRAP', message: 'x', because: reasonOf(cause), cause });
  expect(error.cause).toBe(cause);
  expect(error.because).toBe('disk full');
});

it('gives the reason of anything thrown', () => {
  expect(reasonOf('just text')).toBe('just text');
});
