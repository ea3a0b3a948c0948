import type { Layout } from './layout.ts';
import type { ClusterSpec } from './spec.ts';

/** A cluster that `up` has begun to make on this machine. */
export interface Cluster {
  readonly name: string;
  readonly spec: ClusterSpec;
  readonly layout: Layout;
}

/** Every cluster on this machine, by name. */
export const listClusters = async (): Promise<Cluster[]> => {
  throw new Error('not there yet');
};

/**
 * The cluster of that name; without a name, the only one there is.
 * @throws FirebreakError `FB-CLUSTER-UNKNOWN`, `FB-CLUSTER-AMBIGUOUS`
 */
export const findCluster = async (_name?: string): Promise<Cluster> => {
  throw new Error('not there yet');
};
