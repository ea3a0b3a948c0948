import { createHash } from 'node:crypto';
import { addressIn, hostSubnet, serviceAddress } from './address-plan.ts';
import { type HostRole, hostNameOf, hostsWith, hostWith, placeOf, rolesOf } from './host-spec.ts';
import type { ClusterSpec } from './spec.ts';

/** Default port of each service; a spec's `ports.offset` is added to all. */
const defaultPorts = {
  nameNodeRpc: 8020,
  nameNodeHttp: 9870,
  dataNodeData: 9866,
  dataNodeIpc: 9867,
  dataNodeHttp: 9864,
  resourceManagerScheduler: 8030,
  resourceManagerTracker: 8031,
  resourceManagerClient: 8032,
  resourceManagerAdmin: 8033,
  resourceManagerHttp: 8088,
  nodeManager: 8041,
  nodeManagerLocalizer: 8040,
  nodeManagerHttp: 8042,
  historyServerHttp: 18080,
  journalNodeRpc: 8485,
  journalNodeHttp: 8480,
  failoverController: 8019,
  zooKeeperHttp: 2180,
  zooKeeperClient: 2181,
  zooKeeperPeer: 2888,
  zooKeeperElection: 2889,
} as const;

export type Ports = { readonly [service in keyof typeof defaultPorts]: number };

export interface TenantNetwork {
  readonly tenant: string;
  /** The engine's network name. */
  readonly network: string;
  /** Linux bridge, at most 15 characters. */
  readonly bridge: string;
  readonly subnet: string;
  readonly gateway: string;
  readonly mac: string;
}

/** A host of the cluster, as all of them know it. */
export interface HostPlace {
  readonly name: string;
  readonly roles: readonly HostRole[];
  /** Everything of it: services and containers. */
  readonly subnet: string;
  /** Address that its services listen on. */
  readonly address: string;
  /** Subnets of its containers, one for each tenant, in the order of `networks`. */
  readonly tenants: readonly string[];
}

/** Beside the spec. */
export const ownFileName = 'own-host';
export const partFileName = 'part.json';

/** Where everything of one cluster is on a host: a pure function of the spec and of which host it is. */
export interface Layout {
  readonly name: string;
  /** Which of `hosts` this is. */
  readonly own: number;
  readonly hosts: readonly HostPlace[];
  /** Daemons that run on this host. */
  readonly roles: readonly HostRole[];
  /** Service addresses of the hosts that have these. */
  /** The second one, where there is one, takes over from the first and back. */
  readonly nameNodes: readonly [string, ...string[]];
  readonly resourceManagers: readonly [string, ...string[]];
  readonly historyServer: string;
  /** Empty where no daemon has another one beside it. */
  readonly zooKeepers: readonly string[];
  readonly journalNodes: readonly string[];
  /** Device that leads to the other hosts through vxlan. */
  readonly overlay: string;
  readonly overlayId: number;
  readonly data: string;
  readonly conf: string;
  /** What clients on the host and containers use: HADOOP_CONF_DIR and SPARK_CONF_DIR. */
  readonly clientConf: string;
  /** Scratch of the daemons, one folder per service. */
  readonly tmp: string;
  readonly bin: string;
  readonly logs: string;
  readonly run: string;
  readonly services: string;
  readonly agentSocket: string;
  readonly agentState: string;
  readonly containerdSocket: string;
  /** CNI configuration and base specifications of the CRI engine. */
  readonly criConf: string;
  /** CNI plugins that the CRI engine may run. */
  readonly criPrograms: string;
  /** What containers of the CRI engine write to their own stdout and stderr. */
  readonly criOutput: string;
  /** Disks of virtual machines, as files: what Spark shuffles and spills in them. */
  readonly disks: string;
  /** Told by the agent, read by the NodeManager's health script. */
  readonly healthFile: string;
  readonly healthScript: string;
  readonly launcher: string;
  readonly rememberedCallsLibrary: string;
  readonly dockerSocket: string;
  readonly dockerData: string;
  readonly hdfsName: string;
  readonly hdfsData: string;
  /** Changes of HDFS that two NameNodes share. */
  readonly journalData: string;
  /** There where this NameNode shares its changes: what is on its own disk need not be all. */
  readonly sharedEdits: string;
  /** The Hadoop that may write what the NameNode of this host has: state, not configuration. */
  readonly hadoopVersionFile: string;
  /** DataNodes in maintenance, for the NameNode: state that `drain` changes, not configuration. */
  readonly dataNodesList: string;
  readonly yarnLocal: string;
  readonly yarnLogs: string;
  readonly yarnRecovery: string;
  readonly resourceManagerState: string;
  readonly zooKeeperData: string;
  /** NodeManagers that the ResourceManager lets go: state that `drain` changes, not configuration. */
  readonly excludedNodes: string;
  readonly hostsFile: string;
  readonly specFile: string;
  /** Says which of the spec's hosts this is. */
  readonly ownFile: string;
  /** What `up` was told here, for `start`. */
  readonly partFile: string;
  /** Address that every service on this host listens on; also its host name. */
  readonly address: string;
  readonly serviceBridge: string;
  readonly serviceMac: string;
  readonly ports: Ports;
  readonly networks: readonly TenantNetwork[];
}

export const layoutOf = (spec: ClusterSpec, own = 0): Layout => {
  const { subnet } = spec.network;
  const addressOf = (role: HostRole): string => serviceAddress(subnet, placeOf(spec, hostWith(spec, role)));
  const addressesOf = (role: HostRole): string[] =>
    hostsWith(spec, role).map((host) => serviceAddress(subnet, placeOf(spec, host)));
  const mastersOf = (role: HostRole): [string, ...string[]] => [addressOf(role), ...addressesOf(role).slice(1)];
  const place = placeOf(spec, own);
  const data = spec.dataDir ?? `/var/lib/firebreak/${spec.name}`;
  const run = `/run/firebreak/${spec.name}`;
  const tag = interfaceTag(spec.name);
  return {
    name: spec.name,
    own,
    hosts: spec.hosts.map((_, host) => hostPlaceOf(spec, host)),
    roles: rolesOf(spec, own),
    nameNodes: mastersOf('namenode'),
    resourceManagers: mastersOf('resourcemanager'),
    historyServer: addressOf('historyserver'),
    zooKeepers: addressesOf('zookeeper'),
    journalNodes: addressesOf('journalnode'),
    overlay: `fb-${tag}-x`,
    overlayId: Number.parseInt(digest(spec.name).slice(0, 6), 16),
    data,
    run,
    conf: `${data}/conf`,
    clientConf: `${data}/conf/client`,
    tmp: `${data}/tmp`,
    bin: `${data}/bin`,
    logs: `${data}/logs`,
    services: `${data}/services`,
    agentSocket: `${run}/agent.sock`,
    agentState: `${data}/agent`,
    containerdSocket: `${run}/containerd.sock`,
    criConf: `${data}/conf/cri`,
    criPrograms: `${data}/bin/cni`,
    criOutput: `${data}/agent/output`,
    disks: `${data}/disks`,
    healthFile: `${run}/health`,
    healthScript: `${data}/bin/node-health`,
    launcher: `${data}/bin/container-executor`,
    rememberedCallsLibrary: `${data}/bin/remembered-calls.so`,
    dockerSocket: spec.docker === 'host' ? '/var/run/docker.sock' : `${run}/docker.sock`,
    dockerData: `${data}/docker`,
    hdfsName: `${data}/hdfs/name`,
    hdfsData: `${data}/hdfs/data`,
    journalData: `${data}/hdfs/journal`,
    sharedEdits: `${data}/hdfs/shared-edits`,
    hadoopVersionFile: `${data}/hdfs/hadoop-version`,
    dataNodesList: `${data}/hdfs/datanodes.json`,
    yarnLocal: `${data}/yarn/local`,
    yarnLogs: `${data}/yarn/logs`,
    yarnRecovery: `${data}/yarn/recovery`,
    resourceManagerState: `${data}/yarn/resourcemanager`,
    zooKeeperData: `${data}/zookeeper`,
    // By its ending the ResourceManager knows that it names a time for each node.
    excludedNodes: `${data}/yarn/excluded-nodes.xml`,
    hostsFile: `${data}/conf/hosts`,
    specFile: `${data}/conf/cluster.yaml`,
    ownFile: `${data}/conf/${ownFileName}`,
    partFile: `${data}/conf/${partFileName}`,
    address: serviceAddress(subnet, place),
    serviceBridge: `fb-${tag}`,
    serviceMac: macOf(spec.name, 0),
    ports: portsWithOffset(spec.ports.offset),
    networks: Object.keys(spec.tenants).map((tenant, index) => ({
      tenant,
      network: `firebreak-${spec.name}-${tenant}`,
      bridge: `fb-${tag}-${index + 1}`,
      subnet: `${addressIn(subnet, place, index + 1, 0)}/24`,
      gateway: addressIn(subnet, place, index + 1, 1),
      mac: macOf(spec.name, index + 1),
    })),
  };
};

const hostPlaceOf = (spec: ClusterSpec, host: number): HostPlace => {
  const { subnet } = spec.network;
  const place = placeOf(spec, host);
  return {
    name: hostNameOf(spec, host),
    roles: rolesOf(spec, host),
    subnet: hostSubnet(subnet, place),
    address: serviceAddress(subnet, place),
    tenants: Object.keys(spec.tenants).map((_, index) => `${addressIn(subnet, place, index + 1, 0)}/24`),
  };
};

/**
 * Interface names hold 15 characters; a longer cluster name is shortened and told apart by its hash. So is one with a
 * hyphen: the service bridge of `a-1` would have the name of the first tenant's bridge of `a`.
 */
const interfaceTag = (name: string): string =>
  /^[a-z0-9]{1,8}$/.test(name) ? name : name.slice(0, 4).replaceAll('-', '') + digest(name).slice(0, 4);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A locally administered unicast address that never changes: a bridge without one takes its lowest port's. */
const macOf = (name: string, index: number): string => {
  const hex = digest(name).slice(0, 8).match(/../g) ?? [];
  return ['02', ...hex, index.toString(16).padStart(2, '0')].join(':');
};

const portsWithOffset = (offset: number): Ports =>
  Object.fromEntries(Object.entries(defaultPorts).map(([service, port]) => [service, port + offset])) as Ports;
