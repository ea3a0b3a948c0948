import type { ClusterStatus, ContainerStatus, ServiceStatus } from '../cluster/status.ts';
import { size } from './progress/amounts.ts';
import { table } from './table.ts';

/** `firebreak status` for people. */
export const statusText = (status: ClusterStatus): string =>
  [
    `cluster ${status.name}: ${status.healthy ? 'healthy' : 'not healthy'}, runtimes ${status.runtimes.map(({ name }) => name).join(', ')}`,
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
    ['container', 'status', 'runtime', 'tenant', 'user', 'address'],
    containers.map(({ name, status, runtime, tenant, user, address }) => [
      name,
      status,
      runtime,
      tenant,
      user,
      address,
    ]),
  );
