import { mkdir, open, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { FirebreakError, reasonOf } from '../../errors.ts';
import type { Mount } from '../engine.ts';

/** Where Kata's shims look up whether a mount stands for a block device; `kata-runtime direct-volume add` writes there. */
const kataVolumes = '/run/kata-containers/shared/direct-volumes';

/** Where disks of machines are on the host. */
export interface DiskFolders {
  /** Folder of ours: of each container the disk, a sparse file, and an empty folder that stands for it among its mounts. */
  readonly disks: string;
  readonly volumes?: string;
}

export interface Disk {
  /** Where the container sees it. */
  readonly target: string;
  /** How large the guest thinks it is; the host keeps only what was written. */
  readonly bytes: number;
}

/**
 * A disk with an empty file system for the machine around the container `name`: all of it is `owner`'s. Returns the
 * mount that stands for it. Where the shim does not know what that means, the container sees the empty folder,
 * which is root's: nothing of the host that it could write to.
 * @throws FirebreakError `FB-ENGINE-DISK`
 */
export const makeDisk = async (
  folders: DiskFolders,
  name: string,
  { target, bytes }: Disk,
  owner: { readonly uid: number; readonly gid: number },
): Promise<Mount> => {
  try {
    await removeDisk(folders, name);
    await mkdir(folders.disks, { recursive: true, mode: 0o700 });
    // The shim asks for the path as containerd gives it, without links.
    const at = await realpath(folders.disks);
    await using image = await open(imageOf(at, name), 'wx', 0o600);
    await image.truncate(bytes);
    // It does not outlive its machine, so that it needs no journal; the file is all holes, so that mke2fs leaves out the
    // inode tables, and the guest's kernel does not write them later.
    const options = ['-q', '-F', '-m', '0', '-O', '^has_journal', '-E', `root_owner=${owner.uid}:${owner.gid}`];
    await execa('mkfs.ext4', [...options, imageOf(at, name)], { timeout: 60_000 });
    await mkdir(`${at}/${name}`, { mode: 0o700 });
    const volume = volumeOf(folders, `${at}/${name}`);
    await mkdir(volume, { recursive: true, mode: 0o700 });
    await writeFile(`${volume}/mountInfo.json`, mountInfo(imageOf(at, name)), { mode: 0o600 });
    return { source: `${at}/${name}`, target, readOnly: false };
  } catch (thrown) {
    throw new FirebreakError({
      code: 'FB-ENGINE-DISK',
      message: `The disk of ${name}’s machine could not be made, and it is not started without one.`,
      because: reasonOf(thrown),
      next: 'See that mkfs.ext4 (package e2fsprogs) is there and the cluster’s data folder has room.',
      cause: thrown,
    });
  }
};

/** Removes the disk of the container `name` and all that belongs to it; fine where there is none. */
export const removeDisk = async (folders: DiskFolders, name: string): Promise<void> => {
  const at = await realpath(folders.disks).catch(() => folders.disks);
  await rm(volumeOf(folders, `${at}/${name}`), { recursive: true, force: true });
  await rm(imageOf(at, name), { force: true });
  await rm(`${at}/${name}`, { recursive: true, force: true });
};

/** Containers that have a disk, or part of one. */
export const diskNames = async ({ disks }: DiskFolders): Promise<string[]> => {
  const names = await readdir(disks).catch((): string[] => []);
  return [...new Set(names.map((name) => (name.endsWith(ending) ? name.slice(0, -ending.length) : name)))];
};

const ending = '.ext4';
const imageOf = (at: string, name: string): string => `${at}/${name}${ending}`;

/** Kata's names: the path in base64 for URLs, with its padding. */
const volumeOf = ({ volumes = kataVolumes }: DiskFolders, path: string): string =>
  `${volumes}/${Buffer.from(path).toString('base64').replaceAll('+', '-').replaceAll('/', '_')}`;

/** `directvol` is what the Rust shim asks for; the Go shim takes any type. */
const mountInfo = (device: string): string =>
  JSON.stringify({ 'volume-type': 'directvol', device, fstype: 'ext4', metadata: {}, options: [] });
