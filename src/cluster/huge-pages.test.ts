import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allowHugePages, type HugePages, withdrawHugePages } from './huge-pages.ts';

describe('huge pages for gVisor', () => {
  let folder: string;
  let host: HugePages;
  beforeEach(async () => {
    folder = await mkdtemp(`${tmpdir()}/firebreak-`);
    host = { setting: `${folder}/shmem_enabled`, users: `${folder}/users` };
  });
  afterEach(() => rm(folder, { recursive: true }));

  const kernelSays = (word: string): Promise<void> => writeFile(host.setting, `always [${word}] deny`);
  const written = (): Promise<string> => readFile(host.setting, 'utf8');

  test('are allowed where they are refused, until the last cluster leaves', async () => {
    await kernelSays('never');
    await allowHugePages(host, 'one');
    expect(await written()).toBe('advise');
    await kernelSays('advise');
    await allowHugePages(host, 'two');
    await withdrawHugePages(host, 'one');
    expect(await written()).toContain('[advise]');
    await withdrawHugePages(host, 'two');
    expect(await written()).toBe('never');
    expect(await readdir(folder)).toEqual(['shmem_enabled']);
  });

  test.each(['advise', 'always', 'deny'])('are left alone where the administrator says %s', async (word) => {
    await kernelSays(word);
    await allowHugePages(host, 'one');
    await withdrawHugePages(host, 'one');
    expect(await written()).toContain(`[${word}]`);
    expect(await readdir(folder)).toEqual(['shmem_enabled']);
  });

  test('are no reason to fail in a kernel without them', async () => {
    await allowHugePages(host, 'one');
    await withdrawHugePages(host, 'one');
    expect(await readdir(folder)).toEqual([]);
  });

  test('stay when somebody changed the setting meanwhile', async () => {
    await kernelSays('never');
    await allowHugePages(host, 'one');
    await kernelSays('always');
    await withdrawHugePages(host, 'one');
    expect(await written()).toContain('[always]');
  });
});
