import { missingPackages } from '../distribution/host-packages.ts';
import { FirebreakError } from '../errors.ts';
import { type Asker, mayGoOn } from './may-go-on.ts';

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
export const agreeOn = async (hosts: readonly Lacking[], asker: Asker): Promise<void> => {
  const lacking = hosts.filter(({ packages }) => packages.length > 0);
  if (lacking.length === 0) return;
  for (const { host, packages } of lacking)
    asker.terminal.err(`Packages to install on ${host}: ${packages.join(' ')}\n`);
  const intention = {
    what: 'packages are to be installed',
    because: lacking.map(({ host, packages }) => `${host} lacks ${packages.join(', ')}`).join('\n'),
    question: 'Install them?',
  };
  if (await mayGoOn(intention, asker)) return;
  throw new FirebreakError({
    code: 'FB-CLI-DECLINED',
    message: 'nothing was installed',
    next: `install them yourself, then run ${asker.command} again`,
  });
};
