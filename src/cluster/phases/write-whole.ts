import { chmod, readFile, rename, writeFile } from 'node:fs/promises';

/** By rename, so that a daemon never reads half a file. */
export const writeWhole = async (path: string, text: string, mode: number): Promise<void> => {
  if ((await readFile(path, 'utf8').catch(() => undefined)) !== text) {
    // The hosts file is mounted into containers by inode: it is overwritten in place, and only when it changed.
    if (path.endsWith('/hosts')) await writeFile(path, text);
    else {
      await writeFile(`${path}.new`, text, { mode });
      await rename(`${path}.new`, path);
    }
  }
  await chmod(path, mode);
};
