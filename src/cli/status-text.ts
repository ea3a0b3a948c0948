import type { ContainerStatus } from '../cluster/container-status.ts';
import type { ClusterStatus, HostStatus, ServiceStatus } from '../cluster/status.ts';
import { size } from './progress/amounts.ts';
import { table } from './table.ts';

/** `firebreak status` for people. */
export const statusText = (status: ClusterStatus): string =>
  [
    `cluster ${status.name}: ${status.healthy ? 'healthy' : 'not healthy'}, runtimes ${status.runtimes.map(runtimeText).join(', ')}`,
    '',
    ...(status.hosts === undefined ? [] : [hostsTable(status.hosts), '']),
    servicesTable(status.services, status.hosts !== undefined),
    ...(status.containers.length > 0 ? ['', containersTable(status.containers, status.hosts !== undefined)] : []),
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

/** Labels are a column only where there are any. */
const hostsTable = (hosts: readonly HostStatus[]): string => {
  const labelled = hosts.some(({ label }) => label !== undefined);
  return table(
    ['host', 'state', 'address', ...(labelled ? ['label'] : []), ''],
    hosts.map(({ name, state, address, label = '-', reason = '' }) => [
      ...[name, state, address, ...(labelled ? [label] : [])],
      reason.split('\n', 1)[0] ?? '',
    ]),
  );
};

/** With a column in front that names the host, where there are several. */
const withHosts = <Row extends { readonly host?: string }>(
  several: boolean,
  head: readonly string[],
  rows: readonly Row[],
  cells: (row: Row) => string[],
): string =>
  several
    ? table(
        ['host', ...head],
        rows.map((row) => [row.host ?? '-', ...cells(row)]),
      )
    : table([...head], rows.map(cells));

const servicesTable = (services: readonly ServiceStatus[], several: boolean): string =>
  withHosts(several, ['service', 'state', 'pid', 'user', 'memory', 'logs'], services, serviceRow);

const serviceRow = (service: ServiceStatus): string[] => [
  service.name,
  service.haState === undefined ? service.state : `${service.state}, ${service.haState}`,
  String(service.pid ?? '-'),
  service.user ?? '-',
  service.memoryBytes === undefined ? '-' : size(service.memoryBytes),
  service.logs,
];

const containersTable = (containers: readonly ContainerStatus[], several: boolean): string =>
  withHosts(
    several,
    ['container', 'status', 'engine', 'runtime', 'kernel', 'tenant', 'user', 'address', 'granted', 'used'],
    containers,
    containerRow,
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
