import { missingPackages } from '../distribution/host-packages.ts';
import { FirebreakError } from '../errors.ts';
import { confirm } from './confirm.ts';
import type { Terminal } from './terminal.ts';

interface Asker {
  readonly yes: boolean;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** What the user typed, to be typed again with --yes. */
  readonly command: string;
}

/**
 * Names the packages that the host lacks and asks whether to install them.
 * @throws FirebreakError `FB-CLI-CONFIRM` where nobody can be asked, `FB-CLI-DECLINED`
 */
export const agreeOnPackages = async ({ yes, terminal, signal, command }: Asker): Promise<readonly string[]> => {
  const missing = await missingPackages();
  if (missing.length === 0) return missing;
  terminal.err(`Packages to install on this host: ${missing.join(' ')}\n`);
  if (yes) return missing;
  if (!terminal.interactive) {
    throw new FirebreakError({
      code: 'FB-CLI-CONFIRM',
      message: 'packages are to be installed, and nobody is here to be asked',
      because: `this host lacks ${missing.join(', ')}`,
      next: `${command} --yes`,
      exit: 2,
    });
  }
  if (await confirm('Install them?', signal)) return missing;
  throw new FirebreakError({
    code: 'FB-CLI-DECLINED',
    message: 'nothing was installed',
    next: `install them yourself, then run ${command} again`,
  });
};
