import type { HadoopUpgrade } from '../cluster/upgrade/data-version.ts';
import { FirebreakError } from '../errors.ts';
import type { Asker } from './agree-on-packages.ts';
import { confirm } from './confirm.ts';

/**
 * Says what becomes of HDFS, and asks.
 * @throws FirebreakError `FB-CLI-CONFIRM` where nobody can be asked, `FB-CLI-DECLINED`
 */
export const agreeOnUpgrade = async (
  { from, to }: HadoopUpgrade,
  { yes, terminal, signal, command }: Asker,
): Promise<void> => {
  terminal.err(`HDFS goes from Hadoop ${from} to ${to}; once all hosts have it, there is no way back\n`);
  if (yes) return;
  if (!terminal.interactive) {
    throw new FirebreakError({
      code: 'FB-CLI-CONFIRM',
      message: 'HDFS is to go to another Hadoop, and nobody is here to be asked',
      because: `it is of ${from}, and there is no way back from ${to}`,
      next: `${command} --yes`,
      exit: 2,
    });
  }
  if (await confirm('Upgrade it?', signal)) return;
  throw new FirebreakError({
    code: 'FB-CLI-DECLINED',
    message: 'nothing was changed',
    next: `to keep Hadoop ${from}, use the Firebreak that brought it, or name one in distribution.hadoopHome`,
  });
};
