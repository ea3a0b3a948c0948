import { readFile, stat } from 'node:fs/promises';
import Docker from 'dockerode';
import { execa } from 'execa';
import type { EngineName } from '../engines/engine.ts';
import { runtimeClasses } from '../runtimes/registry.ts';
import type { RuntimeName } from '../runtimes/runtime-class.ts';
import { type Cluster, findCluster } from './clusters.ts';
import { type ContainerStatus, containerStatuses, enginesOf } from './container-status.ts';
import { type DrainStatus, drainStatuses } from './drain/drain-status.ts';
import { engineOf, possibleRuntimes } from './engine-of.ts';
import { type ActiveMasters, type HaState, haStateOf } from './ha-state.ts';
import type { Layout } from './layout.ts';
import { fileSystemOf } from './masters.ts';
import { runtimeVersions } from './runtime-versions.ts';
import { gvisorConfiguration } from './services/cri-handlers.ts';
import type { ServiceName } from './services/service.ts';
import { servicesOf } from './services/services.ts';
import { logFolder, rests } from './supervision/service-folder.ts';
import { serviceState } from './supervision/service-state.ts';

export interface ServiceStatus {
  /** In a cluster of several hosts, the one it is on. */
  readonly host?: string;
  readonly name: string;
  /** `drained`: stopped because its host is out of work. */
  readonly state: 'running' | 'stopped' | 'drained';
  /** Of two ResourceManagers or NameNodes, which one this is; absent where it does not answer. */
  readonly haState?: HaState;
  readonly pid?: number;
  readonly uptimeSeconds?: number;
  readonly user?: string;
  readonly memoryBytes?: number;
  /** Folder of its log; the newest lines are in the file `current`. */
  readonly logs: string;
}

export interface RuntimeStatus {
  readonly name: RuntimeName;
  readonly engine: EngineName;
  readonly handler: string;
  /** What its program says of itself; absent where it does not run. */
  readonly version?: string;
}

export interface HostStatus {
  readonly name: string;
  /** Address of its services. */
  readonly address: string;
  /** Of its NodeManager. */
  readonly label?: string;
  readonly state: 'healthy' | 'draining' | 'drained' | 'degraded' | 'down' | 'unreachable';
  readonly reason?: string;
}

export interface ClusterStatus {
  readonly name: string;
  /** True when every service runs that is to run. */
  readonly healthy: boolean;
  readonly address: string;
  /** Absent where only this machine was asked. */
  readonly hosts?: readonly HostStatus[];
  readonly services: readonly ServiceStatus[];
  readonly runtimes: readonly RuntimeStatus[];
  readonly containers: readonly ContainerStatus[];
  /** Daemons of hosts that are out of work, as the masters on this host say; absent where there are none. */
  readonly drains?: readonly DrainStatus[];
  readonly urls: {
    readonly hdfs: string;
    readonly resourceManager: string;
    readonly nodeManager: string;
    readonly historyServer: string;
    /** fs.defaultFS */
    readonly fileSystem: string;
  };
}

/** What runs of the cluster `name`, read from the host. @throws FirebreakError `FB-CLUSTER-UNKNOWN` */
export const status = async (name: string): Promise<ClusterStatus> => {
  const cluster = await findCluster(name);
  const { spec, layout } = cluster;
  const [services, runtimes, versions, containers, drains] = await Promise.all([
    Promise.all(servicesOf(spec, layout.roles).map((service) => serviceStatus(layout, service))),
    runtimesOf(cluster),
    runtimeVersions(layout),
    containerStatuses(cluster),
    drainStatuses(cluster),
  ]);
  return {
    name,
    healthy: services.every(({ state }) => state !== 'stopped'),
    address: layout.address,
    services,
    runtimes: runtimes.map((runtime) => withVersion(runtime, versions[runtime.handler])),
    containers,
    ...(drains.length === 0 ? {} : { drains }),
    urls: urlsOf(layout),
  };
};

const withVersion = (runtime: RuntimeStatus, version: string | undefined): RuntimeStatus =>
  version === undefined ? runtime : { ...runtime, version };

const serviceStatus = async (layout: Layout, name: ServiceName): Promise<ServiceStatus> => {
  const logs = logFolder(layout, name);
  const state = await serviceState(layout, name);
  if (state === undefined) return { name, state: (await rests(layout, name)) ? 'drained' : 'stopped', logs };
  const { pid, since } = state;
  const fields = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const uid = /^Uid:\s+(\d+)/m.exec(fields)?.[1];
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(fields)?.[1];
  const user = uid === undefined ? undefined : await userName(uid);
  const haState = await haStateOf(layout, name);
  return {
    name,
    state: 'running',
    ...(haState === undefined ? {} : { haState }),
    pid,
    uptimeSeconds: Math.max(0, Math.round((Date.now() - since) / 1000)),
    ...(user === undefined ? {} : { user }),
    ...(resident === undefined ? {} : { memoryBytes: Number(resident) * 1024 }),
    logs,
  };
};

const userName = async (uid: string): Promise<string> => {
  const { stdout, exitCode } = await execa('getent', ['passwd', uid], { reject: false });
  return exitCode === 0 ? (stdout.split(':')[0] ?? uid) : uid;
};

/** Runtime classes of the cluster whose engine answers and knows them. */
const runtimesOf = async ({ spec, layout }: Cluster): Promise<ClusterStatus['runtimes']> => {
  const docker = new Docker({ socketPath: layout.dockerSocket, timeout: 5000 });
  const known: Readonly<Record<string, unknown>> = (await docker.info().catch(() => undefined))?.Runtimes ?? {};
  const pods = enginesOf({ spec, layout }).get('cri');
  const podsAnswer = (await pods?.list({}).catch(() => undefined)) !== undefined;
  const possible = await presentRuntimes({ spec, layout });
  return runtimeClasses
    .filter(({ name }) => possible.includes(name))
    .map(({ name, handler }) => ({ name, handler, engine: engineOf(spec, name) }))
    .filter(({ engine, handler }) => (engine === 'cri' ? podsAnswer : handler in known));
};

/** gVisor by CRI is there where `up` found a shim for it. */
const presentRuntimes = async ({ spec, layout }: Pick<Cluster, 'spec' | 'layout'>): Promise<readonly RuntimeName[]> => {
  const possible = possibleRuntimes(spec);
  if (engineOf(spec, 'gvisor') === 'docker') return possible;
  const configured = await stat(`${layout.conf}/${gvisorConfiguration}`).catch(() => undefined);
  return possible.filter((name) => name !== 'gvisor' || configured !== undefined);
};

/** Where the web pages are; of two masters that of the active one, where it is known. */
export const urlsOf = (layout: Layout, active: ActiveMasters = {}): ClusterStatus['urls'] => {
  const { address, historyServer, ports } = layout;
  return {
    hdfs: `http://${active.namenode ?? layout.nameNodes[0]}:${ports.nameNodeHttp}`,
    resourceManager: `http://${active.resourcemanager ?? layout.resourceManagers[0]}:${ports.resourceManagerHttp}`,
    nodeManager: `http://${address}:${ports.nodeManagerHttp}`,
    historyServer: `http://${historyServer}:${ports.historyServerHttp}`,
    fileSystem: fileSystemOf(layout),
  };
};
