import { chmod, readFile, writeFile } from 'node:fs/promises';
import { writeByRename } from '../../write-by-rename.ts';

/** By rename, so that a daemon never reads half a file. */
export const writeWhole = async (path: string, text: string, mode: number): Promise<void> => {
  if ((await readFile(path, 'utf8').catch(() => undefined)) !== text) {
    // The hosts file is mounted into containers by inode: it is overwritten in place, and only when it changed.
    if (path.endsWith('/hosts')) await writeFile(path, text);
    else await writeByRename(path, text, mode);
  }
  await chmod(path, mode);
};
