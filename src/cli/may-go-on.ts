import { FirebreakError } from '../errors.ts';
import { confirm } from './confirm.ts';
import type { Terminal } from './terminal.ts';

export interface Asker {
  readonly yes: boolean;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** What the user typed, to be typed again with --yes. */
  readonly command: string;
}

interface Intention {
  /** What is to happen, e.g. `hosts are to leave the cluster`. */
  readonly what: string;
  readonly because: string;
  readonly question: string;
}

/** Whether the user agrees. @throws FirebreakError `FB-CLI-CONFIRM` where nobody can be asked */
export const mayGoOn = async (
  { what, because, question }: Intention,
  { yes, terminal, signal, command }: Asker,
): Promise<boolean> => {
  if (yes) return true;
  if (terminal.interactive) return confirm(question, signal);
  throw new FirebreakError({
    code: 'FB-CLI-CONFIRM',
    message: `${what}, and nobody is here to be asked`,
    because,
    next: `${command} --yes`,
    exit: 2,
  });
};
