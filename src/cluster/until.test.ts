import { expect, it } from 'vitest';
import { until } from './until.ts';

const { signal } = new AbortController();

it('waits as long as what is waited for comes nearer, and says what to do when it does not any more', async () => {
  const began = performance.now();
  // Comes nearer for 300 ms, and never arrives.
  const sign = () => Math.min(Math.floor((performance.now() - began) / 20), 15);
  const waiting = { signal, seconds: 0.1, sign, what: 'it', because: async () => 'It stands still.', next: 'push it' };
  await expect(until(async () => false, waiting)).rejects.toMatchObject({
    code: 'FB-UP-TIMEOUT',
    message: 'Waited 0.1 s for it in vain.',
    because: 'It stands still.',
    next: 'push it',
  });
  expect(performance.now() - began).toBeGreaterThan(390);
});
