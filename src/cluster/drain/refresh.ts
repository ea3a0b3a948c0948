import { FirebreakError } from '../../errors.ts';
import { readClientEnvironment } from '../client-environment.ts';
import type { Cluster } from '../clusters.ts';
import { runAs } from '../hosts/run-as.ts';
import type { Drain } from './drain.ts';

/** Makes the master on this host read its list. @throws FirebreakError `FB-DRAIN-REFRESH` */
export const refresh = async ({ master, refresh: { user, command } }: Drain, cluster: Cluster, signal: AbortSignal) => {
  const environment = await readClientEnvironment(cluster);
  const [program, ...words] = command;
  const { exitCode, stderr } = await runAs(user, [`${environment.HADOOP_HOME}/bin/${program}`, ...words], signal, {
    ...environment,
    // The daemons' own configuration names the port for administrators; clients do not need it.
    HADOOP_CONF_DIR: `${cluster.layout.conf}/hadoop`,
    HADOOP_HEAPSIZE_MAX: '128',
  });
  if (exitCode === 0) return;
  throw new FirebreakError({
    code: 'FB-DRAIN-REFRESH',
    message: `The ${master} did not read its list of hosts that are out of work.`,
    because: stderr.trim().split('\n').slice(-4).join('\n'),
    next: `Read \`firebreak logs ${master}\`, then run the command again.`,
  });
};
