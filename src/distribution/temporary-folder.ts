import { chmod, mkdir, mkdtemp, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { FirebreakError } from '../errors.ts';

const prefix = '.part-';

/**
 * Gives `work` a fresh folder on the same file system as `parent`'s children and removes it afterwards, whatever
 * happens. Folders that a killed process left behind are removed first.
 * @throws FirebreakError `FB-DIST-SPACE` where fewer than `needed` bytes are free.
 */
export const withTemporaryFolder = async <T>(
  parent: string,
  needed: number,
  work: (folder: string) => Promise<T>,
): Promise<T> => {
  await mkdir(parent, { recursive: true, mode: 0o755 });
  await removeLeftovers(parent);
  await requireSpace(parent, needed);
  const folder = await mkdtemp(join(parent, `${prefix}${process.pid}-`));
  try {
    await chmod(folder, 0o755);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** Puts a finished folder in its place by renaming; what stood there is moved into `temporary`, which is removed later. */
export const replaceFolder = async (finished: string, target: string, temporary: string): Promise<void> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await rename(finished, target);
    } catch (thrown) {
      if (attempt === 3 || !isOccupied(thrown)) throw thrown;
      await rename(target, join(temporary, `replaced-${attempt}`)).catch(() => undefined);
    }
  }
};

const isOccupied = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOTEMPTY' || thrown.code === 'EEXIST');

const removeLeftovers = async (parent: string): Promise<void> => {
  const names = await readdir(parent);
  const abandoned = names.filter((name) => name.startsWith(prefix) && !isAlive(Number(name.split('-')[1])));
  await Promise.all(abandoned.map((name) => rm(join(parent, name), { recursive: true, force: true })));
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
};

const requireSpace = async (folder: string, needed: number): Promise<void> => {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= needed) return;
  throw new FirebreakError({
    code: 'FB-DIST-SPACE',
    message: `${folder} needs ${megabytes(needed)} free, and has ${megabytes(free)}.`,
    next: `free space on the file system of ${folder}, or set XDG_CACHE_HOME to a larger one for downloads`,
    exit: 4,
  });
};

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
