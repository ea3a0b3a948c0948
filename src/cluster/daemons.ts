import { z } from 'zod';
import { type HostRole, hostRoles } from './host-spec.ts';

/** Largest heaps of the daemons of a cluster of some tens of hosts, MiB. */
const usual = {
  ...{ namenode: 512, datanode: 512, resourcemanager: 512, nodemanager: 512, historyserver: 768 },
  ...{ zookeeper: 256, journalnode: 256 },
} as const satisfies Readonly<Record<HostRole, number>>;

/** What of that every host keeps free, MiB. */
const reserved: Readonly<Record<HostRole, number>> = { ...usual, zookeeper: 0, journalnode: 0 };

const daemon = (heapMiB: number) =>
  z.strictObject({ heapMiB: z.int().min(256).default(heapMiB).describe('Its heap at most, MiB') }).prefault({});

/** `daemons` of cluster.yaml. */
export const daemons = z.strictObject({
  namenode: daemon(usual.namenode),
  datanode: daemon(usual.datanode),
  resourcemanager: daemon(usual.resourcemanager),
  nodemanager: daemon(usual.nodemanager),
  historyserver: daemon(usual.historyserver),
  zookeeper: daemon(usual.zookeeper),
  journalnode: daemon(usual.journalnode),
});

export type Daemons = z.infer<typeof daemons>;

/** Memory that the daemons of those roles may take beyond what every host keeps free, MiB. */
export const surplusMiB = (wanted: Daemons, roles: readonly HostRole[]): number =>
  hostRoles
    .filter((role) => roles.includes(role))
    .reduce((sum, role) => sum + Math.max(0, wanted[role].heapMiB - reserved[role]), 0);

/** Small heaps are quickest with the least; large ones would be stopped for seconds by it. */
export const collectorFor = (heapMiB: number): readonly string[] =>
  heapMiB > 1024 ? ['-XX:+UseG1GC'] : ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
