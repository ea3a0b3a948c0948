import { readFile } from 'node:fs/promises';
import Docker from 'dockerode';
import { execa } from 'execa';
import { label } from '../engines/labels.ts';
import { runtimeClasses } from '../runtimes/registry.ts';
import type { RuntimeName } from '../runtimes/runtime-class.ts';
import { findCluster } from './clusters.ts';
import type { Layout } from './layout.ts';
import type { ServiceName } from './services/service.ts';
import { servicesOf } from './services/services.ts';
import { logFolder } from './supervision/service-folder.ts';
import { serviceState } from './supervision/service-state.ts';

export interface ServiceStatus {
  readonly name: string;
  readonly state: 'running' | 'stopped';
  readonly pid?: number;
  readonly uptimeSeconds?: number;
  readonly user?: string;
  readonly memoryBytes?: number;
  /** Folder of its log; the newest lines are in the file `current`. */
  readonly logs: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly application: string;
  readonly tenant: string;
  readonly user: string;
  readonly runtime: string;
  readonly address: string;
  readonly status: string;
}

export interface ClusterStatus {
  readonly name: string;
  /** True when every service runs. */
  readonly healthy: boolean;
  readonly address: string;
  readonly services: readonly ServiceStatus[];
  readonly runtimes: readonly { readonly name: RuntimeName; readonly engine: 'docker'; readonly handler: string }[];
  readonly containers: readonly ContainerStatus[];
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
  const { spec, layout } = await findCluster(name);
  const [services, engine] = await Promise.all([
    Promise.all(servicesOf(spec.docker).map((service) => serviceStatus(layout, service))),
    engineStatus(layout),
  ]);
  return {
    name,
    healthy: services.every(({ state }) => state === 'running'),
    address: layout.address,
    services,
    ...engine,
    urls: urlsOf(layout),
  };
};

const serviceStatus = async (layout: Layout, name: ServiceName): Promise<ServiceStatus> => {
  const logs = logFolder(layout, name);
  const state = await serviceState(layout, name);
  if (state === undefined) return { name, state: 'stopped', logs };
  const { pid, since } = state;
  const fields = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const uid = /^Uid:\s+(\d+)/m.exec(fields)?.[1];
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(fields)?.[1];
  const user = uid === undefined ? undefined : await userName(uid);
  return {
    name,
    state: 'running',
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

/** What the engine says; nothing where it does not answer, which `services` then shows. */
const engineStatus = async (layout: Layout): Promise<Pick<ClusterStatus, 'runtimes' | 'containers'>> => {
  const docker = new Docker({ socketPath: layout.dockerSocket, timeout: 5000 });
  const filters = { label: [`${label.cluster}=${layout.name}`] };
  try {
    const [info, containers] = await Promise.all([docker.info(), docker.listContainers({ all: true, filters })]);
    const handlers: Readonly<Record<string, unknown>> = info.Runtimes ?? {};
    return {
      runtimes: runtimeClasses
        .filter(({ handler }) => handler in handlers)
        .map(({ name, handler }) => ({ name, engine: 'docker', handler })),
      containers: containers.map(containerStatus),
    };
  } catch {
    return { runtimes: [], containers: [] };
  }
};

const containerStatus = (container: Docker.ContainerInfo): ContainerStatus => ({
  name: container.Labels[label.container] ?? container.Names[0]?.slice(1) ?? container.Id,
  application: container.Labels[label.application] ?? '',
  tenant: container.Labels[label.tenant] ?? '',
  user: container.Labels[label.user] ?? '',
  runtime: container.Labels[label.runtime] ?? '',
  address: Object.values(container.NetworkSettings?.Networks ?? {})[0]?.IPAddress ?? '',
  status: container.State,
});

const urlsOf = ({ address, ports }: Layout): ClusterStatus['urls'] => ({
  hdfs: `http://${address}:${ports.nameNodeHttp}`,
  resourceManager: `http://${address}:${ports.resourceManagerHttp}`,
  nodeManager: `http://${address}:${ports.nodeManagerHttp}`,
  historyServer: `http://${address}:${ports.historyServerHttp}`,
  fileSystem: `hdfs://${address}:${ports.nameNodeRpc}`,
});
