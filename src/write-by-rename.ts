import { rename, rm, writeFile } from 'node:fs/promises';

/** Whole or not at all, and on the disk: whoever reads the file finds what it held before, or all of `text`. */
export const writeByRename = async (file: string, text: string, mode = 0o644): Promise<void> => {
  const unfinished = `${file}.${process.pid}`;
  try {
    await writeFile(unfinished, text, { mode, flush: true });
    await rename(unfinished, file);
  } catch (thrown) {
    await rm(unfinished, { force: true });
    throw thrown;
  }
};
