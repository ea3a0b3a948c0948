import { setTimeout as delay } from 'node:timers/promises';
import type { Terminal } from './terminal.ts';

const pauseMilliseconds = 2000;

const home = '\u001b[H';
const clearLine = '\u001b[K';
const clearBelow = '\u001b[J';
const clearAll = '\u001b[2J';

/** Shows `text` again and again until `signal`: in place on a terminal, else as blocks one below the other. */
export const watch = async (
  text: () => Promise<string>,
  { out, screen }: Pick<Terminal, 'out' | 'screen'>,
  signal: AbortSignal,
): Promise<void> => {
  if (screen !== undefined) out(clearAll);
  try {
    for (;;) {
      const shown = (await text()).trimEnd();
      signal.throwIfAborted();
      out(screen === undefined ? `${shown}\n\n` : frame(shown, screen));
      await delay(pauseMilliseconds, undefined, { signal });
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
};

/** What does not fit is left out: a terminal that scrolls would keep its beginning. */
const frame = (text: string, { rows, columns }: { readonly rows: number; readonly columns: number }): string => {
  const lines = text.split('\n').slice(0, Math.max(1, rows - 1));
  return `${home}${lines.map((line) => `${line.slice(0, columns)}${clearLine}\n`).join('')}${clearBelow}`;
};
