import { createInterface } from 'node:readline/promises';

/** Asks a yes-or-no question on the terminal; anything but yes is no. */
export const confirm = async (question: string, signal: AbortSignal): Promise<boolean> => {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await reader.question(`${question} [y/N] `, { signal });
    return ['y', 'yes'].includes(answer.trim().toLowerCase());
  } finally {
    reader.close();
  }
};
