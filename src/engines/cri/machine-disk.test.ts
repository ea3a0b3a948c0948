import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { diskNames, makeDisk, removeDisk } from './machine-disk.ts';

let at: string;
beforeEach(async () => {
  at = await mkdtemp(`${tmpdir()}/machine-disk-`);
});
afterEach(() => rm(at, { recursive: true, force: true }));

const folders = () => ({ disks: `${at}/disks`, volumes: `${at}/volumes` });
const disk = { target: '/mnt/scratch', bytes: 128 * 2 ** 30 };
const owner = { uid: 12345, gid: 12346 };
const image = () => `${at}/disks/c1.ext4`;
const asked = async (request: string): Promise<string> => (await execa('debugfs', ['-R', request, image()])).stdout;

it('is a sparse file whose empty file system is the container’s user’s, and is told to Kata', async () => {
  expect(await makeDisk(folders(), 'c1', disk, owner)).toEqual({
    source: `${at}/disks/c1`,
    target: '/mnt/scratch',
    readOnly: false,
  });
  const { size, blocks, mode } = await stat(image());
  expect({ size, mode: mode & 0o777 }).toEqual({ size: disk.bytes, mode: 0o600 });
  expect(blocks * 512).toBeLessThan(32 * 2 ** 20);
  expect(await asked('stat /')).toMatch(/Mode:\s+0755[\s\S]*User:\s+12345\s+Group:\s+12346/);
  // Neither a journal to replay, nor inode tables that a guest's kernel would write at leisure.
  expect(await asked('features')).not.toContain('has_journal');
  const { stdout: groups } = await execa('dumpe2fs', [image()]);
  expect(groups.match(/ITABLE_ZEROED/g)).toHaveLength(groups.match(/^Group \d+:/gm)?.length ?? 0);
  const [volume = ''] = await readdir(`${at}/volumes`);
  expect(Buffer.from(volume, 'base64url').toString()).toBe(`${at}/disks/c1`);
  expect(volume.length % 4).toBe(0);
  expect(JSON.parse(await readFile(`${at}/volumes/${volume}/mountInfo.json`, 'utf8'))).toEqual({
    'volume-type': 'directvol',
    ...{ device: image(), fstype: 'ext4', metadata: {}, options: [] },
  });
});

it('is removed with all that belongs to it, however much of it there is', async () => {
  await makeDisk(folders(), 'c1', disk, owner);
  const [volume = ''] = await readdir(`${at}/volumes`);
  // Kata notes the sandbox there.
  await writeFile(`${at}/volumes/${volume}/sandbox`, '');
  await mkdir(`${at}/disks/c2`);
  await writeFile(`${at}/disks/c3.ext4`, '');
  expect((await diskNames(folders())).sort()).toEqual(['c1', 'c2', 'c3']);
  for (const name of ['c1', 'c2', 'c3', 'c4']) await removeDisk(folders(), name);
  expect(await diskNames(folders())).toEqual([]);
  expect(await readdir(`${at}/disks`)).toEqual([]);
  expect(await readdir(`${at}/volumes`)).toEqual([]);
});

it('of an earlier start is made anew', async () => {
  await makeDisk(folders(), 'c1', disk, { uid: 1, gid: 1 });
  await makeDisk(folders(), 'c1', { ...disk, bytes: 2 ** 30 }, owner);
  expect((await stat(image())).size).toBe(2 ** 30);
  expect(await asked('stat /')).toMatch(/User:\s+12345/);
});

it('goes by the path that the shim is given, which has no links in it', async () => {
  await mkdir(`${at}/real`);
  await symlink(`${at}/real`, `${at}/disks`);
  expect((await makeDisk(folders(), 'c1', disk, owner)).source).toBe(`${at}/real/c1`);
  await removeDisk(folders(), 'c1');
  expect(await readdir(`${at}/real`)).toEqual([]);
  expect(await readdir(`${at}/volumes`)).toEqual([]);
});

it('that cannot be made is told by its code', async () => {
  await writeFile(`${at}/disks`, '');
  await expect(makeDisk(folders(), 'c1', disk, owner)).rejects.toMatchObject({ code: 'FB-ENGINE-DISK' });
});
