import { expect, test } from 'vitest';
import { bursts } from './launch.ts';
import { lackOf } from './room.ts';

test('thirty executors are asked for only where all of them have room at once', () => {
  const { needed } = bursts.find(({ name }) => name === '30 at once') ?? expect.fail();
  // The ApplicationMaster, the executor that comes with it, and thirty more.
  expect(needed).toEqual({ memoryMiB: 1024 + 31 * 512, vcores: 32 });
  expect(lackOf(needed, { memoryMiB: 19_968, vcores: 32 })).toBeUndefined();
  expect(lackOf(needed, { memoryMiB: 19_968, vcores: 16 })).toMatch(
    /takes 16896 MiB and 32 vcores, and YARN has 19968 MiB and 16 vcores/,
  );
  expect(lackOf(needed, { memoryMiB: 8192, vcores: 64 })).toMatch(/has 8192 MiB/);
});
