import { readFile } from 'node:fs/promises';

/** The script that a shell evaluates; it asks `firebreak __complete` for the words. */
export const completionScript = (shell: string): Promise<string> =>
  readFile(new URL(`firebreak.${shell}`, import.meta.url), 'utf8');
