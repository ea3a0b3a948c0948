import type { HostRole } from '../host-spec.ts';
import type { Layout } from '../layout.ts';
import { fileSystemOf, hasStandby, zooKeeperQuorum } from '../masters.ts';
import type { Properties } from './properties-xml.ts';
import { topologyTableInApplication } from './topology-table.ts';

/** What a client must know to find the file system. */
const coreClientSite = (layout: Layout): Properties => ({
  'fs.defaultFS': fileSystemOf(layout),
  'hadoop.security.authorization': false,
  'ipc.client.connect.retry.interval': 250,
  // Daemons start side by side: whoever is first asks again until the other is there.
  'ipc.client.connect.max.retries': 120,
  ...(hasStandby(layout.resourceManagers) || hasStandby(layout.nameNodes) ? quickToGiveUp : {}),
});

/** A host that is gone without a word must not be waited for as long as one that is slow: another one takes over. */
const quickToGiveUp: Properties = { 'ipc.client.connect.timeout': 5_000, 'ipc.client.rpc-timeout.ms': 30_000 };

/** The same for clients and, by way of them, for ApplicationMasters. */
export const applicationCoreSite = (layout: Layout): Properties => ({
  ...coreClientSite(layout),
  'net.topology.node.switch.mapping.impl': 'org.apache.hadoop.net.TableMapping',
  'net.topology.table.file.name': topologyTableInApplication,
});

export const coreSite = (layout: Layout): Properties => ({
  ...coreClientSite(layout),
  'hadoop.tmp.dir': `${layout.tmp}/\${user.name}`,
  ...(hasStandby(layout.nameNodes) ? { 'ha.zookeeper.quorum': zooKeeperQuorum(layout) } : {}),
});

/** Copies of each block. */
export const replicationOf = (hosts: readonly { readonly roles: readonly HostRole[] }[]): number =>
  Math.min(3, hosts.filter(({ roles }) => roles.includes('datanode')).length);

/** What a client must know of HDFS. */
export const hdfsClientSite = (layout: Layout): Properties => ({
  'dfs.replication': replicationOf(layout.hosts),
  ...(hasStandby(layout.nameNodes) ? twoNameNodes(layout) : oneNameNode(layout)),
  'dfs.client.use.datanode.hostname': false,
  'dfs.client.read.shortcircuit': false,
  // A NameNode that restarts is waited for, its safe mode included: pauses of about a second, fifteen of them.
  'dfs.client.retry.policy.enabled': true,
  'dfs.client.retry.policy.spec': '1000,15',
  // A file goes on being written where no other DataNode is left to take the place of one that went.
  'dfs.client.block.write.replace-datanode-on-failure.best-effort': true,
});

const oneNameNode = ({ nameNodes: [address], ports }: Layout): Properties => ({
  'dfs.namenode.rpc-address': `${address}:${ports.nameNodeRpc}`,
  'dfs.namenode.http-address': `${address}:${ports.nameNodeHttp}`,
});

const nameNodeId = (index: number): string => `nn${index + 1}`;

const twoNameNodes = ({ name, nameNodes, ports }: Layout): Properties => ({
  'dfs.nameservices': name,
  [`dfs.ha.namenodes.${name}`]: nameNodes.map((_, index) => nameNodeId(index)).join(','),
  ...Object.fromEntries(
    nameNodes.flatMap((address, index) => [
      [`dfs.namenode.rpc-address.${name}.${nameNodeId(index)}`, `${address}:${ports.nameNodeRpc}`],
      [`dfs.namenode.http-address.${name}.${nameNodeId(index)}`, `${address}:${ports.nameNodeHttp}`],
    ]),
  ),
  [`dfs.client.failover.proxy.provider.${name}`]:
    'org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider',
  // A client asks both in turn, with pauses of at most two seconds, until one is active: more than a minute.
  'dfs.client.failover.sleep.max.millis': 2_000,
  'dfs.client.failover.max.attempts': 40,
});

/** JournalNodes take changes from one NameNode only, the last that has become active: so another one needs no fence. */
const sharedEdits = ({ name, address, nameNodes, journalNodes, journalData, ports }: Layout): Properties => ({
  'dfs.namenode.shared.edits.dir': `qjournal://${journalNodes.map((each) => `${each}:${ports.journalNodeRpc}`).join(';')}/${name}`,
  'dfs.journalnode.edits.dir': journalData,
  'dfs.journalnode.rpc-address': `${address}:${ports.journalNodeRpc}`,
  'dfs.journalnode.http-address': `${address}:${ports.journalNodeHttp}`,
  // The standby reads what is being written, each second. Otherwise it learns of nothing for two minutes, and one that starts
  // stays in safe mode as long: blocks are missing of files that were deleted meanwhile.
  'dfs.ha.tail-edits.in-progress': true,
  'dfs.ha.tail-edits.period': '1s',
  'dfs.ha.automatic-failover.enabled': true,
  'dfs.ha.zkfc.port': ports.failoverController,
  'dfs.ha.fencing.methods': 'shell(/bin/true)',
  ...(nameNodes.includes(address) ? { 'dfs.ha.namenode.id': nameNodeId(nameNodes.indexOf(address)) } : {}),
});

export const hdfsSite = (layout: Layout): Properties => ({
  ...hdfsClientSite(layout),
  ...(hasStandby(layout.nameNodes) ? sharedEdits(layout) : {}),
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
  // Closes a file whose writer has been silent that long, twice as long as YARN waits for a host: until then its last
  // block may be on that host alone, which nobody could drain.
  'dfs.namenode.lease-hard-limit-sec': 120,
  // A copy of a block that was ordered and never came, as to a host that was lost meanwhile, is ordered again after one to two
  // minutes instead of five to ten: who leaves waits for it.
  'dfs.namenode.reconstruction.pending.timeout-sec': 60,
  'dfs.datanode.hostname': layout.address,
  'dfs.datanode.address': `${layout.address}:${layout.ports.dataNodeData}`,
  'dfs.datanode.ipc.address': `${layout.address}:${layout.ports.dataNodeIpc}`,
  'dfs.datanode.http.address': `${layout.address}:${layout.ports.dataNodeHttp}`,
});
