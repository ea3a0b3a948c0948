import type { ContainerStatus } from '../cluster/container-status.ts';
import type { ClusterStatus, ServiceStatus } from '../cluster/status.ts';
import { size } from './progress/amounts.ts';
import { table } from './table.ts';

/** `firebreak status` for people. */
export const statusText = (status: ClusterStatus): string =>
  [
    `cluster ${status.name}: ${status.healthy ? 'healthy' : 'not healthy'}, runtimes ${status.runtimes.map(runtimeText).join(', ')}`,
    '',
    table(['service', 'state', 'pid', 'user', 'memory', 'logs'], status.services.map(serviceRow)),
    ...(status.containers.length > 0 ? ['', containersTable(status.containers)] : []),
    '',
    urlsText(status.urls),
  ].join('\n');

/** Where the web pages are. */
export const urlsText = (urls: ClusterStatus['urls']): string =>
  [
    `HDFS               ${urls.hdfs}`,
    `YARN               ${urls.resourceManager}`,
    `NodeManager        ${urls.nodeManager}`,
    `Spark history      ${urls.historyServer}`,
    `fs.defaultFS       ${urls.fileSystem}`,
  ].join('\n');

/** `gvisor 20260905-160fafc42237 (docker)` */
const runtimeText = ({ name, version, engine }: ClusterStatus['runtimes'][number]): string =>
  [name, ...(version === undefined ? [] : [version]), `(${engine})`].join(' ');

const serviceRow = (service: ServiceStatus): string[] => [
  service.name,
  service.state,
  String(service.pid ?? '-'),
  service.user ?? '-',
  service.memoryBytes === undefined ? '-' : size(service.memoryBytes),
  service.logs,
];

const containersTable = (containers: readonly ContainerStatus[]): string =>
  table(
    ['container', 'status', 'engine', 'runtime', 'kernel', 'tenant', 'user', 'address', 'granted', 'used'],
    containers.map(containerRow),
  );

const containerRow = (container: ContainerStatus): string[] => {
  const { name, status, engine, kernel = '-', tenant, user, address, granted, used, emulated } = container;
  const runtime = emulated === true ? `${container.runtime} (emulated)` : container.runtime;
  return [
    ...[name, status, engine, runtime, kernel, tenant, user, address],
    granted === undefined ? '-' : `${size(granted.memoryBytes)}, ${granted.vcores} vcores`,
    used === undefined ? '-' : size(used.memoryBytes),
  ];
};
