import type { ClusterSpec } from './spec.ts';

type Labelled = Pick<ClusterSpec, 'hosts' | 'tenants'>;

/** Where two ResourceManagers keep the labels, in HDFS; one has them on its own disk. */
export const labelsFolder = '/yarn-node-labels';

/** Labels of hosts, each once: YARN's partitions. */
export const labelsOf = ({ hosts }: Pick<ClusterSpec, 'hosts'>): string[] =>
  [...new Set(hosts.flatMap(({ label }) => label ?? []))].sort();

/** Whether the cluster is one of several parts. */
export const usesLabels = (spec: Labelled): boolean => labelsOf(spec).length > 0;

/** Tenants whose containers run on the host at `own`, by name: those of its label, or of none. */
export const tenantsOn = ({ hosts, tenants }: Labelled, own: number): Labelled['tenants'] =>
  Object.fromEntries(Object.entries(tenants).filter(([, { label }]) => label === hosts[own]?.label));
