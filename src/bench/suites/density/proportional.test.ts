import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { memoryOf } from './memory-of.ts';
import { proportionalKibibytes } from './proportional.ts';

const rollup = '55d0-7ffe ---p 00000000 00:00 0    [rollup]\nRss:   4000 kB\nPss:   1234 kB\nPss_Dirty:  56 kB\n';

test('the proportional set size is read, not its parts', () => {
  expect(proportionalKibibytes(rollup)).toBe(1234);
  expect(proportionalKibibytes('')).toBe(0);
});

test('a process counts for the container whose id is in its arguments, and for no other', async () => {
  const [program = ''] = (await readFile('/proc/self/cmdline', 'utf8')).split('\0');
  const own = await memoryOf([{ id: program, name: program }]);
  expect(own).toBeGreaterThan(10);
  expect(await memoryOf([{ id: 'no-such-container', name: 'none-at-all' }])).toBe(0);
});
