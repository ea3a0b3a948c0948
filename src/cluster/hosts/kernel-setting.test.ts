import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { changeSetting, forwarding, type KernelSetting, restoreSetting, sharedHugePages } from './kernel-setting.ts';

describe('huge pages for gVisor', () => {
  let folder: string;
  let host: KernelSetting;
  beforeEach(async () => {
    folder = await mkdtemp(`${tmpdir()}/firebreak-`);
    host = { ...sharedHugePages, file: `${folder}/shmem_enabled`, users: `${folder}/users` };
  });
  afterEach(() => rm(folder, { recursive: true }));

  const kernelSays = (word: string): Promise<void> => writeFile(host.file, `always [${word}] deny`);
  const written = (): Promise<string> => readFile(host.file, 'utf8');

  test('are allowed where they are refused, until the last cluster leaves', async () => {
    await kernelSays('never');
    await changeSetting(host, 'one');
    expect(await written()).toBe('advise');
    await kernelSays('advise');
    await changeSetting(host, 'two');
    await restoreSetting(host, 'one');
    expect(await written()).toContain('[advise]');
    await restoreSetting(host, 'two');
    expect(await written()).toBe('never');
    expect(await readdir(folder)).toEqual(['shmem_enabled']);
  });

  test.each(['advise', 'always', 'deny'])('are left alone where the administrator says %s', async (word) => {
    await kernelSays(word);
    await changeSetting(host, 'one');
    await restoreSetting(host, 'one');
    expect(await written()).toContain(`[${word}]`);
    expect(await readdir(folder)).toEqual(['shmem_enabled']);
  });

  test('are no reason to fail in a kernel without them', async () => {
    await changeSetting(host, 'one');
    await restoreSetting(host, 'one');
    expect(await readdir(folder)).toEqual([]);
  });

  test('stay when somebody changed the setting meanwhile', async () => {
    await kernelSays('never');
    await changeSetting(host, 'one');
    await kernelSays('always');
    await restoreSetting(host, 'one');
    expect(await written()).toContain('[always]');
  });
});

test('a number is read as well as a choice', async () => {
  const folder = await mkdtemp(`${tmpdir()}/firebreak-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  const setting = { ...forwarding, file: `${folder}/ip_forward`, users: `${folder}/users` };
  await writeFile(setting.file, '0\n');
  await changeSetting(setting, 'one');
  expect(await readFile(setting.file, 'utf8')).toBe('1');
  await restoreSetting(setting, 'one');
  expect(await readFile(setting.file, 'utf8')).toBe('0');
});
