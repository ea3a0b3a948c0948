import { expect, test } from 'vitest';
import { nameOf } from '../variants.ts';
import { tunableRuntimes } from './candidate.ts';
import { candidates } from './candidates.ts';

test('no option that gives something up between tenants or with the host may be chosen by itself', () => {
  for (const each of candidates.filter(({ choosable }) => choosable))
    expect(each.safety).not.toMatch(/seen late|shares more|fails/);
  const chosen = (name: string) => candidates.filter((each) => nameOf(each) === name).map(({ choosable }) => choosable);
  expect(chosen('file-access-mounts=exclusive')).toEqual([false]);
  expect(chosen('network=host')).toEqual([false]);
  expect(chosen('scratch=shared')).toEqual([false]);
  expect(chosen('scratch=memory')).toEqual([false, false]);
  for (const mode of ['auto', 'always', 'metadata', 'never']) expect(chosen(`cache=${mode}`)).toEqual([false]);
  expect(chosen('daxMiB=256')).toEqual([false]);
});

test('each runtime class has options, each with a name of its own and a word on safety', () => {
  for (const runtime of tunableRuntimes) {
    const own = candidates.filter((each) => each.runtime === runtime);
    expect(new Set(own.map(nameOf)).size).toBe(own.length);
    expect(own.length).toBeGreaterThan(5);
    for (const { does, safety } of own) expect(Math.min(does.length, safety.length)).toBeGreaterThan(10);
  }
});
