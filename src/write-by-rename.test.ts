import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeByRename } from './write-by-rename.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-write-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a file takes the place of another, with the mode it is given', async () => {
  const file = join(folder, 'a');
  await writeByRename(file, 'before');
  await writeByRename(file, 'after', 0o600);
  expect(await readFile(file, 'utf8')).toBe('after');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['a']);
});

test('what cannot take its place is not left behind', async () => {
  await mkdir(join(folder, 'b/c'), { recursive: true });
  await expect(writeByRename(join(folder, 'b'), 'text')).rejects.toThrow();
  expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('b.'));
});
