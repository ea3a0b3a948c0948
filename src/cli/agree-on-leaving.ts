import type { Farewell } from '../cluster/controller/take-away.ts';
import type { KnownHost } from '../cluster/places.ts';
import { FirebreakError } from '../errors.ts';
import type { Asker } from './agree-on-packages.ts';
import { confirm } from './confirm.ts';

/**
 * Names the hosts that leave the cluster, and asks.
 * @throws FirebreakError `FB-CLI-CONFIRM` where nobody can be asked, `FB-CLI-DECLINED`
 */
export const agreeOnLeaving = async (
  leaving: readonly KnownHost[],
  { lost }: Farewell,
  { yes, terminal, signal, command }: Asker,
): Promise<void> => {
  if (leaving.length === 0) return;
  for (const { name } of leaving) {
    const what = lost.includes(name)
      ? 'will never answer again; what is on it stays there'
      : 'is taken out of work, then all of the cluster is removed from it, its copies of blocks too';
    terminal.err(`${name} leaves: it ${what}\n`);
  }
  if (yes) return;
  if (!terminal.interactive) {
    throw new FirebreakError({
      code: 'FB-CLI-CONFIRM',
      message: 'hosts are to leave the cluster, and nobody is here to be asked',
      because: `the spec does not have ${leaving.map(({ name }) => name).join(', ')} any more`,
      next: `${command} --yes`,
      exit: 2,
    });
  }
  if (await confirm('Take them away?', signal)) return;
  throw new FirebreakError({
    code: 'FB-CLI-DECLINED',
    message: 'nothing was changed',
    next: 'put the hosts back into the spec, where they are to stay',
  });
};
