import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentProgress } from '../progress.ts';
import { installTree, type Tree } from './installed-tree.ts';

const text = 'archive';
const sha256 = createHash('sha256').update(text).digest('hex');

let folder: string;
let fetches: number;
let unpacks: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-tree-'));
  fetches = 0;
  unpacks = 0;
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const treeWith = (layout: string): Tree => ({
  artifact: { name: 'thing', version: '1.0.0', files: [{ name: 'a.tar', size: text.length, sha256 }] },
  fetcher: async (_artifact, files) => {
    fetches += 1;
    await writeFile(join(files, 'a.tar'), text);
  },
  layout,
  unpack: async (files, home) => {
    unpacks += 1;
    await writeFile(join(home, 'program'), `${layout} of ${await readFile(join(files, 'a.tar'), 'utf8')}`);
  },
});

const install = (layout = 'first'): Promise<string> =>
  installTree(treeWith(layout), silentProgress(), { cache: join(folder, 'cache'), root: join(folder, 'root') });

test('fetches and unpacks once', async () => {
  const home = await install();
  await install();
  expect(home).toBe(join(folder, 'root/thing-1.0.0'));
  expect([fetches, unpacks]).toEqual([1, 1]);
});

test('may be read by every user of the machine', async () => {
  const home = await install();
  expect((await stat(home)).mode & 0o777).toBe(0o755);
});

test('unpacks again a tree that was tampered with', async () => {
  const home = await install();
  await writeFile(join(home, 'program'), 'tampered');
  await install();
  expect(await readFile(join(home, 'program'), 'utf8')).toBe('first of archive');
  expect([fetches, unpacks]).toEqual([1, 2]);
});

test('replaces a tree of an older layout', async () => {
  await install();
  const home = await install('second');
  expect(await readFile(join(home, 'program'), 'utf8')).toBe('second of archive');
});

test('does not fill a cache again that was emptied while the tree is whole', async () => {
  await install();
  await rm(join(folder, 'cache'), { recursive: true });
  await install();
  expect(fetches).toBe(1);
});

test('two runs at once both end with a whole tree', async () => {
  const [home] = await Promise.all([install(), install()]);
  await install();
  expect(await readFile(join(home, 'program'), 'utf8')).toBe('first of archive');
  expect(unpacks).toBeLessThanOrEqual(2);
});
