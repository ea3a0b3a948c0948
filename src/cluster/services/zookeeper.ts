import { placeOf } from '../host-spec.ts';
import type { Layout } from '../layout.ts';
import type { Plan } from '../plan.ts';
import { hadoopClasspath, javaDaemon } from './java-daemon.ts';
import type { Readiness, Service } from './service.ts';

/** Path of its configuration below `conf`. */
export const zooKeeperConfigurationFile = 'zookeeper/zoo.cfg';

/** ZooKeeper's server is in the jar that Hadoop has as a client of it. */
export const zookeeper = (plan: Plan): Service => {
  const { layout } = plan;
  return javaDaemon(plan, {
    name: 'zookeeper',
    user: 'zookeeper',
    main: 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
    classpath: hadoopClasspath(plan),
    arguments: [`${layout.conf}/${zooKeeperConfigurationFile}`],
    reads: [zooKeeperConfigurationFile, 'hadoop/log4j.properties'],
    ready: servesAt(layout, [layout.address]),
  });
};

/** One of them serves once it is one of a majority. */
const servesAt = ({ ports }: Layout, addresses: readonly string[]): Readiness => ({
  pages: [
    {
      urls: addresses.map((address) => `http://${address}:${ports.zooKeeperHttp}/commands/srvr`),
      expects: /"server_state"\s*:\s*"(leader|follower)"/,
    },
  ],
});

export const zooKeeperServes = (layout: Layout): Readiness => servesAt(layout, layout.zooKeepers);

/** Which of the ensemble a host's ZooKeeper is, by the host's place in the network: it stays when others come or go. */
export const zooKeeperId = ({ spec }: Pick<Plan, 'spec'>, host: number): number => placeOf(spec, host) + 1;

/** zoo.cfg: the ensemble, each at its host's service address and nowhere else. */
export const zooKeeperConfiguration = (plan: Plan): string => {
  const { layout } = plan;
  const { hosts, ports } = layout;
  const servers = hosts.flatMap(({ roles, address }, host) =>
    roles.includes('zookeeper')
      ? `server.${zooKeeperId(plan, host)}=${address}:${ports.zooKeeperPeer}:${ports.zooKeeperElection};${address}:${ports.zooKeeperClient}`
      : [],
  );
  return [
    `dataDir=${layout.zooKeeperData}`,
    'tickTime=2000',
    'initLimit=10',
    'syncLimit=5',
    'autopurge.snapRetainCount=3',
    'autopurge.purgeInterval=24',
    `admin.serverAddress=${layout.address}`,
    `admin.serverPort=${ports.zooKeeperHttp}`,
    ...servers,
    '',
  ].join('\n');
};
