import { expect, it } from 'vitest';
import type { ClusterStatus, HostStatus } from '../cluster/status.ts';
import { statusText } from './status-text.ts';

const status = (hosts: HostStatus[]): ClusterStatus => ({
  ...{ name: 'demo', healthy: true, address: '172.30.0.1', hosts, services: [], runtimes: [], containers: [] },
  urls: { hdfs: '', resourceManager: '', nodeManager: '', historyServer: '', fileSystem: '' },
});
const [plain, secure]: HostStatus[] = [
  { name: 'node1', address: '172.30.0.1', state: 'healthy' },
  { name: 'node2', address: '172.30.16.1', state: 'healthy', label: 'secure' },
];
if (plain === undefined || secure === undefined) throw new Error('there are two');

it('hosts are shown with their labels, where there are any', () => {
  expect(statusText(status([plain, secure]))).toMatch(
    /^node1 +healthy +172.30.0.1 +-\nnode2 +healthy +172.30.16.1 +secure$/m,
  );
  expect(statusText(status([plain]))).not.toContain('label');
});
