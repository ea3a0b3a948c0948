import { FirebreakError, reasonOf } from '../../errors.ts';
import { writeByRename } from '../../write-by-rename.ts';
import type { QuickstartOutcome } from './outcome.ts';

/** Writes the outcome whole or not at all. */
export const writeOutcome = async (file: string, outcome: QuickstartOutcome): Promise<void> => {
  try {
    await writeByRename(file, `${JSON.stringify(outcome, undefined, 2)}\n`);
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
