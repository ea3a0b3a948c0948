import type { Farewell } from '../cluster/controller/take-away.ts';
import type { KnownHost } from '../cluster/places.ts';
import { FirebreakError } from '../errors.ts';
import { type Asker, mayGoOn } from './may-go-on.ts';

/**
 * Names the hosts that leave the cluster, and asks.
 * @throws FirebreakError `FB-CLI-CONFIRM` where nobody can be asked, `FB-CLI-DECLINED`
 */
export const agreeOnLeaving = async (
  leaving: readonly KnownHost[],
  { lost }: Farewell,
  asker: Asker,
): Promise<void> => {
  if (leaving.length === 0) return;
  for (const { name } of leaving) {
    const what = lost.includes(name)
      ? 'will never answer again; what is on it stays there'
      : 'is taken out of work, then all of the cluster is removed from it, its copies of blocks too';
    asker.terminal.err(`${name} leaves: it ${what}\n`);
  }
  const intention = {
    what: 'hosts are to leave the cluster',
    because: `the spec does not have ${leaving.map(({ name }) => name).join(', ')} any more`,
    question: 'Take them away?',
  };
  if (await mayGoOn(intention, asker)) return;
  throw new FirebreakError({
    code: 'FB-CLI-DECLINED',
    message: 'nothing was changed',
    next: 'put the hosts back into the spec, where they are to stay',
  });
};
