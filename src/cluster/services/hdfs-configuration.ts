import type { HostRole } from '../host-spec.ts';
import type { Layout } from '../layout.ts';
import type { Properties } from './properties-xml.ts';
import { topologyTableInApplication } from './topology-table.ts';

/** What a client must know to find the file system. */
const coreClientSite = ({ nameNode: address, ports }: Layout): Properties => ({
  'fs.defaultFS': `hdfs://${address}:${ports.nameNodeRpc}`,
  'hadoop.security.authorization': false,
  'ipc.client.connect.retry.interval': 250,
  // Daemons start side by side: whoever is first asks again until the other is there.
  'ipc.client.connect.max.retries': 120,
});

/** The same for clients and, by way of them, for ApplicationMasters. */
export const applicationCoreSite = (layout: Layout): Properties => ({
  ...coreClientSite(layout),
  'net.topology.node.switch.mapping.impl': 'org.apache.hadoop.net.TableMapping',
  'net.topology.table.file.name': topologyTableInApplication,
});

export const coreSite = (layout: Layout): Properties => ({
  ...coreClientSite(layout),
  'hadoop.tmp.dir': `${layout.tmp}/\${user.name}`,
});

/** Copies of each block. */
export const replicationOf = (hosts: readonly { readonly roles: readonly HostRole[] }[]): number =>
  Math.min(3, hosts.filter(({ roles }) => roles.includes('datanode')).length);

/** What a client must know of HDFS. */
export const hdfsClientSite = ({ nameNode: address, ports, hosts }: Layout): Properties => ({
  'dfs.replication': replicationOf(hosts),
  'dfs.namenode.rpc-address': `${address}:${ports.nameNodeRpc}`,
  'dfs.namenode.http-address': `${address}:${ports.nameNodeHttp}`,
  'dfs.client.use.datanode.hostname': false,
  'dfs.client.read.shortcircuit': false,
  // A NameNode that restarts is waited for, its safe mode included: pauses of about a second, fifteen of them.
  'dfs.client.retry.policy.enabled': true,
  'dfs.client.retry.policy.spec': '1000,15',
  // A file goes on being written where no other DataNode is left to take the place of one that went.
  'dfs.client.block.write.replace-datanode-on-failure.best-effort': true,
});

export const hdfsSite = (layout: Layout): Properties => ({
  ...hdfsClientSite(layout),
  'dfs.namenode.name.dir': `file://${layout.hdfsName}`,
  'dfs.datanode.data.dir': `file://${layout.hdfsData}`,
  'dfs.datanode.data.dir.perm': '700',
  'dfs.permissions.enabled': true,
  'dfs.permissions.superusergroup': 'hdfs',
  'dfs.cluster.administrators': 'hdfs',
  'fs.permissions.umask-mode': '027',
  'dfs.webhdfs.enabled': true,
  'dfs.namenode.safemode.extension': 0,
  // One that has been silent for half a minute is asked last.
  'dfs.namenode.avoid.read.stale.datanode': true,
  'dfs.namenode.avoid.write.stale.datanode': true,
  'dfs.namenode.datanode.registration.ip-hostname-check': false,
  // As long as the list names none but DataNodes in maintenance, any other may join.
  'dfs.namenode.hosts.provider.classname': 'org.apache.hadoop.hdfs.server.blockmanagement.CombinedHostFileManager',
  'dfs.hosts': layout.dataNodesList,
  // How often, seconds, it looks whether a DataNode may go into maintenance.
  'dfs.namenode.decommission.interval': 3,
  'dfs.datanode.hostname': layout.address,
  'dfs.datanode.address': `${layout.address}:${layout.ports.dataNodeData}`,
  'dfs.datanode.ipc.address': `${layout.address}:${layout.ports.dataNodeIpc}`,
  'dfs.datanode.http.address': `${layout.address}:${layout.ports.dataNodeHttp}`,
});
