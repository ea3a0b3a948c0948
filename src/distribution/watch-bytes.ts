import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../progress.ts';

const intervalMilliseconds = 300;

/** Reports the bytes that `measure` finds, again and again, until `work` is done. */
export const watchBytes = async <T>(
  progress: Progress,
  measure: () => Promise<number>,
  total: number | undefined,
  work: () => Promise<T>,
): Promise<T> => {
  let most = 0;
  const report = async (): Promise<void> => {
    // What disappears between listing and measuring counts for nothing.
    most = Math.max(most, await measure().catch(() => 0));
    progress.bytes(total === undefined ? most : Math.min(most, total), total);
  };
  const timer = setInterval(() => void report(), intervalMilliseconds);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
};

/** Bytes of all files below `folder`, or of those with one of these names, finished or still growing. */
export const bytesOf = async (folder: string, names?: ReadonlySet<string>): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const wanted = (name: string): boolean => names?.has(name.replace(/\.(part|tmp)$/, '')) ?? true;
  const ours = entries.filter((entry) => entry.isFile() && wanted(entry.name));
  const sizes = await Promise.all(
    ours.map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};
