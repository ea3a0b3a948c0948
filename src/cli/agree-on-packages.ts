import { missingPackages } from '../distribution/host-packages.ts';
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

/**
 * Names the packages that the host lacks and asks whether to install them.
 * @throws FirebreakError `FB-CLI-CONFIRM` where nobody can be asked, `FB-CLI-DECLINED`
 */
export const agreeOnPackages = async (asker: Asker): Promise<readonly string[]> => {
  const packages = await missingPackages();
  await agreeOn([{ host: 'this host', packages }], asker);
  return packages;
};

interface Lacking {
  readonly host: string;
  readonly packages: readonly string[];
}

/** The same for several hosts. @throws FirebreakError as above */
export const agreeOn = async (hosts: readonly Lacking[], { yes, terminal, signal, command }: Asker): Promise<void> => {
  const lacking = hosts.filter(({ packages }) => packages.length > 0);
  if (lacking.length === 0) return;
  for (const { host, packages } of lacking) terminal.err(`Packages to install on ${host}: ${packages.join(' ')}\n`);
  if (yes) return;
  if (!terminal.interactive) {
    throw new FirebreakError({
      code: 'FB-CLI-CONFIRM',
      message: 'packages are to be installed, and nobody is here to be asked',
      because: lacking.map(({ host, packages }) => `${host} lacks ${packages.join(', ')}`).join('\n'),
      next: `${command} --yes`,
      exit: 2,
    });
  }
  if (await confirm('Install them?', signal)) return;
  throw new FirebreakError({
    code: 'FB-CLI-DECLINED',
    message: 'nothing was installed',
    next: `install them yourself, then run ${command} again`,
  });
};
