import type { HadoopUpgrade } from '../cluster/upgrade/data-version.ts';
import { FirebreakError } from '../errors.ts';
import { type Asker, mayGoOn } from './may-go-on.ts';

/**
 * Says what becomes of HDFS, and asks.
 * @throws FirebreakError `FB-CLI-CONFIRM` where nobody can be asked, `FB-CLI-DECLINED`
 */
export const agreeOnUpgrade = async ({ from, to }: HadoopUpgrade, asker: Asker): Promise<void> => {
  asker.terminal.err(`HDFS goes from Hadoop ${from} to ${to}; once all hosts have it, there is no way back\n`);
  const intention = {
    what: 'HDFS is to go to another Hadoop',
    because: `it is of ${from}, and there is no way back from ${to}`,
    question: 'Upgrade it?',
  };
  if (await mayGoOn(intention, asker)) return;
  throw new FirebreakError({
    code: 'FB-CLI-DECLINED',
    message: 'nothing was changed',
    next: `to keep Hadoop ${from}, use the Firebreak that brought it, or name one in distribution.hadoopHome`,
  });
};
