import { tenantsOwnNetwork } from '../../agent/policy/decide.ts';
import { runtimeClass } from '../../runtimes/registry.ts';
import { firstTenantUid } from '../accounts.ts';
import type { Layout, Ports } from '../layout.ts';
import { fileSystemOf, hasStandby, zooKeeperQuorum } from '../masters.ts';
import { labelsFolder, usesLabels } from '../node-labels.ts';
import { type Plan, smallestContainerMiB } from '../plan.ts';
import { heartbeatMs } from './heartbeat.ts';
import { serviceMark } from './java-daemon.ts';
import { patienceOf, yarnTimeOuts } from './patience.ts';
import type { Properties } from './properties-xml.ts';

type Places = Readonly<Record<string, keyof Ports>>;

const clientPlaces: Places = {
  'yarn.resourcemanager.address': 'resourceManagerClient',
  'yarn.resourcemanager.scheduler.address': 'resourceManagerScheduler',
  'yarn.resourcemanager.webapp.address': 'resourceManagerHttp',
};

const daemonPlaces: Places = {
  'yarn.resourcemanager.resource-tracker.address': 'resourceManagerTracker',
  'yarn.resourcemanager.admin.address': 'resourceManagerAdmin',
};

const resourceManagerId = (index: number): string => `rm${index + 1}`;

/** Where the ResourceManager listens; where each does, if there are two. */
const places = ({ resourceManagers, ports }: Layout, wanted: Places): Properties =>
  Object.fromEntries(
    resourceManagers.flatMap((address, index) => {
      const suffix = hasStandby(resourceManagers) ? `.${resourceManagerId(index)}` : '';
      return Object.entries(wanted).map(([name, port]) => [`${name}${suffix}`, `${address}:${ports[port]}`] as const);
    }),
  );

const highAvailability = ({ name, resourceManagers }: Layout): Properties => ({
  'yarn.resourcemanager.ha.enabled': true,
  'yarn.resourcemanager.cluster-id': name,
  'yarn.resourcemanager.ha.rm-ids': resourceManagers.map((_, index) => resourceManagerId(index)).join(','),
  ...Object.fromEntries(
    resourceManagers.map((address, index) => [`yarn.resourcemanager.hostname.${resourceManagerId(index)}`, address]),
  ),
});

export const yarnClientSite = (layout: Layout): Properties => ({
  ...(hasStandby(layout.resourceManagers)
    ? highAvailability(layout)
    : { 'yarn.resourcemanager.hostname': layout.resourceManagers[0] }),
  ...places(layout, clientPlaces),
  'yarn.resourcemanager.am.max-attempts': 2,
  'yarn.client.application-client-protocol.poll-interval-ms': 100,
  // A client of a ResourceManager that is down says so within half a minute instead of a quarter of an hour. Another one
  // takes over from it in that time, on a slow machine in more.
  'yarn.resourcemanager.connect.max-wait.ms': hasStandby(layout.resourceManagers) ? 120_000 : 30_000,
  'yarn.resourcemanager.connect.retry-interval.ms': 1_000,
  'yarn.log-aggregation-enable': true,
  'yarn.nodemanager.remote-app-log-dir': '/yarn-logs',
  'yarn.acl.enable': true,
  'yarn.admin.acl': 'yarn,root',
});

export const yarnSite = (plan: Plan): Properties => ({
  ...yarnClientSite(plan.layout),
  ...resourceManager(plan),
  ...nodeManager(plan),
  ...containerExecutor(plan),
  ...yarnTimeOuts(patienceOf(plan.spec), hasStandby(plan.layout.resourceManagers)),
  ...(usesLabels(plan.spec) ? nodeLabels(plan) : {}),
});

const resourceManager = ({ layout, largest, spec }: Plan): Properties => ({
  'yarn.resourcemanager.bind-host': layout.roles.includes('resourcemanager')
    ? layout.address
    : layout.resourceManagers[0],
  ...places(layout, daemonPlaces),
  'yarn.resourcemanager.scheduler.class':
    'org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler',
  'yarn.resourcemanager.nodemanagers.heartbeat-interval-ms': heartbeatMs(nodesOf(layout)),
  // A host that is gone is given up after a minute: a NodeManager that restarts is back in a few seconds.
  'yarn.nm.liveness-monitor.expiry-interval-ms': 60_000,
  'yarn.webapp.enable-rest-app-submissions': false,
  'yarn.scheduler.minimum-allocation-mb': smallestContainerMiB(spec),
  'yarn.scheduler.maximum-allocation-mb': largest.memoryMiB,
  'yarn.scheduler.minimum-allocation-vcores': 1,
  'yarn.scheduler.maximum-allocation-vcores': largest.vcores,
  'yarn.resourcemanager.recovery.enabled': true,
  'yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms': 0,
  ...(hasStandby(layout.resourceManagers) ? sharedState(layout) : ownState(layout)),
  'yarn.resourcemanager.nodes.exclude-path': layout.excludedNodes,
});

const ownState = ({ resourceManagerState }: Layout): Properties => ({
  'yarn.resourcemanager.store.class': 'org.apache.hadoop.yarn.server.resourcemanager.recovery.LeveldbRMStateStore',
  'yarn.resourcemanager.leveldb-state-store.path': resourceManagerState,
});

/** What the active one knows is in ZooKeeper, which also says which one is active. */
const sharedState = (layout: Layout): Properties => ({
  'yarn.resourcemanager.store.class': 'org.apache.hadoop.yarn.server.resourcemanager.recovery.ZKRMStateStore',
  // The store reads one of these, the elector the other.
  'hadoop.zk.address': zooKeeperQuorum(layout),
  'yarn.resourcemanager.zk-address': zooKeeperQuorum(layout),
  ...(layout.resourceManagers.includes(layout.address)
    ? { 'yarn.resourcemanager.ha.id': resourceManagerId(layout.resourceManagers.indexOf(layout.address)) }
    : {}),
});

const nodesOf = ({ hosts }: Layout): number => hosts.filter(({ roles }) => roles.includes('nodemanager')).length;

const nodeManager = ({ layout, capacity, spec }: Plan): Properties => ({
  'yarn.nodemanager.hostname': layout.address,
  'yarn.nodemanager.address': `${layout.address}:${layout.ports.nodeManager}`,
  'yarn.nodemanager.localizer.address': `${layout.address}:${layout.ports.nodeManagerLocalizer}`,
  'yarn.nodemanager.webapp.address': `${layout.address}:${layout.ports.nodeManagerHttp}`,
  'yarn.nodemanager.collector-service.address': `${layout.address}:0`,
  'yarn.nodemanager.resource.memory-mb': capacity.memoryMiB,
  'yarn.nodemanager.resource.cpu-vcores': capacity.vcores,
  'yarn.nodemanager.local-dirs': layout.yarnLocal,
  'yarn.nodemanager.log-dirs': layout.yarnLogs,
  'yarn.nodemanager.recovery.enabled': true,
  'yarn.nodemanager.recovery.supervised': true,
  'yarn.nodemanager.recovery.dir': layout.yarnRecovery,
  'yarn.nodemanager.delete.debug-delay-sec': 0,
  // Room for our reason in front of the end of the container's stderr: YARN cuts at the front.
  'yarn.nodemanager.container-diagnostics-maximum-size': 32_768,
  // Otherwise every launch script begins with `ls -l`, which fails under gVisor of before 2023 (statx with
  // AT_NO_AUTOMOUNT), and the container with it.
  'yarn.nodemanager.log-container-debug-info.enabled': false,
  // The engine holds every container to its memory limit; YARN's own polling would only see the launcher.
  'yarn.nodemanager.pmem-check-enabled': false,
  'yarn.nodemanager.vmem-check-enabled': false,
  'yarn.nodemanager.container-monitor.enabled': false,
  'yarn.nodemanager.container-metrics.enable': false,
  'yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage': 98,
  'yarn.nodemanager.disk-health-checker.min-free-space-per-disk-mb': 512,
  'yarn.nodemanager.health-checker.scripts': 'runtimes',
  'yarn.nodemanager.health-checker.runtimes.path': layout.healthScript,
  'yarn.nodemanager.health-checker.runtimes.opts': layout.healthFile,
  'yarn.nodemanager.health-checker.runtimes.interval-ms': 10_000,
  'yarn.nodemanager.health-checker.runtimes.timeout-ms': 10_000,
  'yarn.nodemanager.container-localizer.java.opts': [
    serviceMark(spec.name, 'localizer'),
    '-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.net.preferIPv4Stack=true',
    `-Djdk.net.hosts.file=${layout.hostsFile}`,
  ].join(' '),
});

const containerExecutor = ({ layout, runtimes, distribution }: Plan): Properties => ({
  'yarn.nodemanager.container-executor.class': 'org.apache.hadoop.yarn.server.nodemanager.LinuxContainerExecutor',
  'yarn.nodemanager.linux-container-executor.path': layout.launcher,
  'yarn.nodemanager.linux-container-executor.group': 'yarn',
  'yarn.nodemanager.linux-container-executor.nonsecure-mode.limit-users': false,
  // `default`, a launch without a container, is let through here: the agent refuses it, unless the spec allows it, with a
  // reason that YARN would not give.
  'yarn.nodemanager.runtime.linux.allowed-runtimes': 'default,docker',
  'yarn.nodemanager.runtime.linux.type': 'docker',
  'yarn.nodemanager.runtime.linux.docker.image-name': distribution.image.tag,
  'yarn.nodemanager.runtime.linux.docker.allowed-container-networks': tenantsOwnNetwork,
  'yarn.nodemanager.runtime.linux.docker.default-container-network': tenantsOwnNetwork,
  'yarn.nodemanager.runtime.linux.docker.allowed-container-runtimes': runtimeNamesAndHandlers(runtimes),
  'yarn.nodemanager.runtime.linux.docker.capabilities': 'none',
  'yarn.nodemanager.runtime.linux.docker.privileged-containers.allowed': false,
  'yarn.nodemanager.runtime.linux.docker.host-pid-namespace.allowed': false,
  'yarn.nodemanager.runtime.linux.docker.delayed-removal.allowed': false,
  'yarn.nodemanager.runtime.linux.docker.enable-userremapping.allowed': true,
  'yarn.nodemanager.runtime.linux.docker.userremapping-uid-threshold': firstTenantUid,
  'yarn.nodemanager.runtime.linux.docker.userremapping-gid-threshold': firstTenantUid,
});

/** The NodeManager says which partition it is in; the ResourceManager takes what it was told of by `up`. */
const nodeLabels = ({ layout, spec }: Plan): Properties => {
  const label = spec.hosts[layout.own]?.label;
  return {
    'yarn.node-labels.enabled': true,
    'yarn.node-labels.configuration-type': 'distributed',
    'yarn.node-labels.fs-store.root-dir': hasStandby(layout.resourceManagers)
      ? `${fileSystemOf(layout)}${labelsFolder}`
      : `file://${layout.resourceManagerState}/node-labels`,
    // Without a label too: otherwise the ResourceManager would keep the one that the host had before.
    'yarn.nodemanager.node-labels.provider': 'config',
    ...(label === undefined ? {} : { 'yarn.nodemanager.node-labels.provider.configured-node-partition': label }),
    // A NodeManager that registers before its label is known says it again.
    'yarn.nodemanager.node-labels.resync-interval-ms': 2_000,
  };
};

/** Every class is let through here, known or not to this node: the agent refuses with a reason YARN cannot give. */
const runtimeNamesAndHandlers = (runtimes: Plan['runtimes']): string =>
  [...new Set(['runc', 'gvisor', 'kata', ...runtimes.map((name) => runtimeClass(name)?.handler ?? name)])].join(',');
