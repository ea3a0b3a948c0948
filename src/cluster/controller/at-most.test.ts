import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { atMost } from './at-most.ts';

it('lets as many work at once as it is told, in the order they came, also when one fails', async () => {
  const transfer = atMost(2);
  const begun: number[] = [];
  let [now, most] = [0, 0];
  const work = (item: number) =>
    transfer(async () => {
      begun.push(item);
      now += 1;
      most = Math.max(most, now);
      await delay(5);
      now -= 1;
      if (item === 1) throw new Error('it failed');
    });
  const settled = await Promise.allSettled([1, 2, 3, 4, 5].map(work));
  expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
  await work(6);
  expect(begun).toHaveLength(6);
});
