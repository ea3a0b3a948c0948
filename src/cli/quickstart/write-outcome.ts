import { rename, writeFile } from 'node:fs/promises';
import { FirebreakError, reasonOf } from '../../errors.ts';
import type { QuickstartOutcome } from './outcome.ts';

/** Writes the outcome whole or not at all. */
export const writeOutcome = async (file: string, outcome: QuickstartOutcome): Promise<void> => {
  const draft = `${file}.tmp`;
  try {
    await writeFile(draft, `${JSON.stringify(outcome, undefined, 2)}\n`);
    await rename(draft, file);
  } catch (error) {
    throw new FirebreakError({
      code: 'FB-CLI-OUTCOME',
      message: `cannot write ${file}`,
      because: reasonOf(error),
      next: 'name a file in a folder that is there and writable',
      cause: error,
    });
  }
};
