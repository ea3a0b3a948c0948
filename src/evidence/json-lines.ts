import { type FileHandle, readFile, truncate } from 'node:fs/promises';
import type { z } from 'zod';
import { FirebreakError, reasonOf } from '../errors.ts';

/**
 * Every whole line of a file, oldest first; none where there is no file. A last line without its end was being written
 * when the run was killed: it is left out.
 * @throws FirebreakError `FB-EVIDENCE-LINE` for a line that is not what the schema says
 */
export const readJsonLines = async <T>(file: string, schema: z.ZodType<T>): Promise<T[]> => {
  const text = await readOrNothing(file);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .slice(0, -1)
    .map((line, index) => parseLine(file, index + 1, line, schema));
};

/** Cuts off a last line without its end, so that the next one starts anew. */
export const dropTornLine = async (file: string): Promise<void> => {
  const text = await readOrNothing(file);
  const whole = Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1));
  if (whole < Buffer.byteLength(text)) await truncate(file, whole);
};

/** Appends values, one a line, in a single write, and waits until the disk has them. */
export const appendJsonLines = async (file: FileHandle, values: readonly unknown[]): Promise<void> => {
  await file.appendFile(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
  await file.datasync();
};

const readOrNothing = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
};

const parseLine = <T>(file: string, number: number, line: string, schema: z.ZodType<T>): T => {
  try {
    return schema.parse(JSON.parse(line));
  } catch (error) {
    throw new FirebreakError({
      code: 'FB-EVIDENCE-LINE',
      message: `${file}:${number} is no line of evidence.`,
      because: reasonOf(error),
      next: 'evidence is never edited: restore the file, or measure again',
      cause: error,
    });
  }
};
