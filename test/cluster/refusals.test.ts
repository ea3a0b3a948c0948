import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClusterSpec } from '../../src/cluster/spec.ts';
import { up } from '../../src/cluster/up.ts';
import { silentProgress } from '../../src/progress.ts';
import { distribution, layout, spec, tracesOfCluster } from './fixture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(`${tmpdir()}/firebreak-refusals-`);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bringUp = async (changes: Partial<ClusterSpec>) =>
  up({ ...spec, ...changes }, await distribution(), silentProgress());

describe('a machine that will not do is told so before anything is changed:', () => {
  afterEach(async () => {
    expect((await tracesOfCluster()).filter((trace) => !trace.endsWith(layout.data))).toEqual([]);
  });

  it('a disk that is too small', async () => {
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder]);
    try {
      await expect(bringUp({ dataDir: folder })).rejects.toMatchObject({
        code: 'FB-HOST-DISK',
        exit: 4,
        message: expect.stringContaining(`${folder} has 0.1 GiB left`),
      });
    } finally {
      await execa('umount', [folder]);
    }
  });

  it('a data folder that has something else in it', async () => {
    await writeFile(`${folder}/thesis.txt`, 'mine');
    await expect(bringUp({ dataDir: folder })).rejects.toMatchObject({
      code: 'FB-HOST-FOLDER',
      exit: 4,
      message: expect.stringContaining('thesis.txt'),
    });
    expect(await readdir(folder)).toEqual(['thesis.txt']);
  });

  it('a network that has the cluster’s addresses already', async () => {
    await execa('ip', ['link', 'add', 'fb-taken', 'type', 'bridge']);
    try {
      await execa('ip', ['address', 'add', '172.31.65.9/24', 'dev', 'fb-taken']);
      await execa('ip', ['link', 'set', 'fb-taken', 'up']);
      await expect(bringUp({})).rejects.toMatchObject({
        code: 'FB-HOST-SUBNET',
        exit: 4,
        message: expect.stringContaining('fb-taken has 172.31.65.9'),
      });
    } finally {
      await execa('ip', ['link', 'delete', 'fb-taken']);
    }
  });
});
