import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withLock } from './with-lock.ts';

const { signal } = new AbortController();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-lock-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('what is done with the same lock is done one after the other, also when one fails', async () => {
  const file = join(folder, 'lock');
  const said: string[] = [];
  const work = (name: string, fails = false) =>
    withLock(file, signal, async () => {
      said.push(name);
      await delay(50);
      said.push(name);
      if (fails) throw new Error(name);
      return name;
    });
  const settled = await Promise.allSettled([work('a'), work('b', true), work('c')]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(said.filter((name, index) => index % 2 === 0 && said[index + 1] === name)).toHaveLength(3);
});

it('who gives up waiting gets nothing, and holds up nobody', async () => {
  const file = join(folder, 'other');
  await withLock(file, signal, async () => {
    const late = withLock(file, AbortSignal.timeout(100), async () => 'done');
    await expect(late).rejects.toThrow();
  });
  expect(await withLock(file, signal, async () => 'done')).toBe('done');
});
