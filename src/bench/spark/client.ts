import { isIP } from 'node:net';
import { clientEnvironment, findPy4j, submitsOnly } from '../../cluster/client-environment.ts';
import type { Layout } from '../../cluster/layout.ts';
import { fileSystemOf } from '../../cluster/masters.ts';
import type { Distribution } from '../../distribution/install.ts';
import type { Client } from './submit.ts';
import { type WebHdfs, webHdfs } from './webhdfs.ts';

interface Tenant {
  readonly layout: Layout;
  readonly distribution: Distribution;
  /** Operating-system user that submits. */
  readonly user: string;
}

/** How this tenant's user submits to the cluster, always in cluster mode. */
export const clientOf = async ({ layout, distribution, user }: Tenant): Promise<Client> => ({
  user,
  environment: { ...clientEnvironment(layout, distribution, await findPy4j(distribution.sparkHome)), ...submitsOnly },
  java: `${distribution.javaHome}/bin/java`,
  classpath: `${layout.clientConf}:${distribution.hadoopClasspath}`,
});

/** HDFS as its superuser: benchmarks lay their data and scripts down for every tenant to read. */
export const hdfsOf = (layout: Layout, signal: AbortSignal): WebHdfs =>
  webHdfs({
    nameNode: `http://${layout.nameNodes[0]}:${layout.ports.nameNodeHttp}`,
    user: 'hdfs',
    signal,
    // This host need not resolve the cluster's names; a cluster has one host, so its DataNode is there.
    addressOf: (hostname) => (isIP(hostname) === 0 ? layout.address : hostname),
  });

/** A path of the cluster's HDFS as clients in containers name it. */
export const hdfsUri = (layout: Layout, path: string): string => `${fileSystemOf(layout)}${path}`;
