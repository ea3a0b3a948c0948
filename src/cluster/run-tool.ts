import type { ServiceUser } from './accounts.ts';
import { readClientEnvironment } from './client-environment.ts';
import type { Cluster } from './clusters.ts';
import { runAs } from './hosts/run-as.ts';

interface Tool {
  readonly user: ServiceUser;
  /** `hdfs` or `yarn`, and its words. */
  readonly command: readonly string[];
}

/**
 * A tool for administrators, of the Hadoop that the cluster on this host runs.
 * @throws what `failed` makes of its last words, where it does not end well
 */
export const runTool = async (
  cluster: Cluster,
  { user, command: [program, ...words] }: Tool,
  signal: AbortSignal,
  failed: (because: string) => Error,
): Promise<void> => {
  const environment = await readClientEnvironment(cluster);
  const { exitCode, stderr } = await runAs(user, [`${environment.HADOOP_HOME}/bin/${program}`, ...words], signal, {
    ...environment,
    // The daemons' own configuration names the port for administrators; clients do not need it.
    HADOOP_CONF_DIR: `${cluster.layout.conf}/hadoop`,
    HADOOP_HEAPSIZE_MAX: '128',
  });
  if (exitCode !== 0) throw failed(stderr.trim().split('\n').slice(-4).join('\n'));
};
