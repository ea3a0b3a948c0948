import { randomUUID } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { FirebreakError } from '../../errors.ts';

const openFolder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** Folders held open at once. */
const deepest = 100;
/** How often, in one removal, we look again because somebody changed the tree under our hands. */
const secondLooks = 100;
const changedMeanwhile = ['ENOTEMPTY', 'ENOTDIR', 'ELOOP'];

interface Removal {
  readonly mount: string;
  /** Folder that the whole tree hangs from once it is open: what lies too deep is moved up to it. */
  top: FileHandle | undefined;
  moved: number;
  looks: number;
}

/** An entry by its bytes: a tenant's file names need not be UTF-8. */
interface Entry {
  readonly parent: FileHandle;
  readonly name: Buffer;
  readonly depth: number;
}

/**
 * Removes `name` and all below it from the open folder `parent`. Links are removed, never followed; what another
 * file system (or bind mount) hangs over is left, with an error. What a broken-off removal leaves is part of the tree
 * still, so that the next one takes it along.
 */
export const removeTree = async (parent: FileHandle, name: string): Promise<void> => {
  const removal: Removal = { mount: mountOf(parent), top: undefined, moved: 0, looks: secondLooks };
  await remove(removal, { parent, name: Buffer.from(name), depth: 0 });
};

const remove = async (removal: Removal, entry: Entry): Promise<void> => {
  for (;;) {
    try {
      return await removeAsFound(removal, entry);
    } catch (thrown) {
      const code = codeOf(thrown);
      if (code === 'ENOENT') return;
      if (code === undefined || !changedMeanwhile.includes(code) || removal.looks-- <= 0) throw thrown;
    }
  }
};

const removeAsFound = async (removal: Removal, entry: Entry): Promise<void> => {
  const path = pathOf(entry.parent, entry.name);
  if (await unlinked(path)) return;
  if (entry.depth === deepest) return moveUp(removal, path);
  await empty(removal, entry, path);
  await rmdir(path);
};

/** False for a folder, which Linux never unlinks. */
const unlinked = (path: Buffer): Promise<boolean> =>
  unlink(path).then(
    () => true,
    (thrown) => {
      if (codeOf(thrown) === 'EISDIR') return false;
      throw thrown;
    },
  );

const empty = async (removal: Removal, { name, depth }: Entry, path: Buffer): Promise<void> => {
  await using folder = await open(path, openFolder);
  if (mountOf(folder) !== removal.mount) throw mounted(name.toString());
  if (depth === 0) removal.top = folder;
  do {
    removal.moved = depth === 0 ? 0 : removal.moved;
    const names = await readdir(`/proc/self/fd/${folder.fd}`, { encoding: 'buffer' });
    for (const below of names) await remove(removal, { parent: folder, name: below, depth: depth + 1 });
  } while (depth === 0 && removal.moved > 0);
};

/** No tree, however deep, exhausts our descriptors: its lower part becomes another branch of the top. */
const moveUp = async (removal: Removal, path: Buffer): Promise<void> => {
  if (removal.top === undefined) return;
  await rename(path, pathOf(removal.top, Buffer.from(`.firebreak-removing-${randomUUID()}`)));
  removal.moved++;
};

const pathOf = (parent: FileHandle, name: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`/proc/self/fd/${parent.fd}/`), name]);

/** The kernel's id of the mount that an open folder is on; bind mounts of one file system differ in it. */
const mountOf = (folder: FileHandle): string => {
  const about = readFileSync(`/proc/self/fdinfo/${folder.fd}`, 'utf8');
  return /^mnt_id:\s*(\d+)$/m.exec(about)?.[1] ?? '';
};

const codeOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;

const mounted = (name: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-AGENT-DELETE',
    message: `${name} was not deleted.`,
    because: 'Another file system is mounted there.',
  });
