import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHadoop } from '../../src/distribution/hadoop.ts';
import type { ClusterOfHosts } from './cluster-of-hosts.ts';

export interface NewerSoftware extends AsyncDisposable {
  /** What a spec says to have it. */
  readonly spec: Record<string, unknown>;
}

/**
 * A Hadoop that is the pinned one under another number, in Apache's layout, and a Spark that is under another name: of
 * tests that run beside each other, each has its own.
 */
export const newerSoftware = async (cluster: ClusterOfHosts, sparkVersion: string): Promise<NewerSoftware> => {
  const spark = `/opt/firebreak/spark-${sparkVersion}`;
  // Read by all hosts and all of their users.
  const shared = await mkdtemp(join(tmpdir(), 'firebreak-shared-'));
  await chmod(shared, 0o755);
  const hadoop = `${shared}/hadoop`;
  for (const name of ['hdfs', 'yarn']) await mkdir(`${hadoop}/share/hadoop/${name}`, { recursive: true });
  const from = await findHadoop();
  const links = [
    [`${from}/bin`, `${hadoop}/bin`],
    [`${from}/lib`, `${hadoop}/share/hadoop/common`],
    [`${from}/webroot/webapps`, `${hadoop}/share/hadoop/hdfs/webapps`],
    [`${from}/lib/hadoop-hdfs-3.5.0.jar`, `${hadoop}/share/hadoop/hdfs/hadoop-hdfs-3.99.0.jar`],
  ] as const;
  for (const [target, path] of links) await symlink(target, path);
  for (const host of ['local', ...cluster.hosts]) await cluster.on(host, `ln -sfn spark-4.3.0 ${spark}`);
  const dispose = async (): Promise<void> => {
    await rm(shared, { recursive: true, force: true });
    await rm(spark, { force: true });
  };
  return { spec: { distribution: { hadoopHome: hadoop, sparkHome: spark } }, [Symbol.asyncDispose]: dispose };
};
