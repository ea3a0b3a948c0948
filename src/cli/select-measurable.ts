import type { Cluster } from '../cluster/clusters.ts';
import { FirebreakError } from '../errors.ts';
import { selectCluster } from './select-cluster.ts';

/**
 * The cluster to measure: one of this machine alone, since a measurement looks at each container from its host.
 * @throws FirebreakError `FB-BENCH-HOSTS`
 */
export const selectMeasurable = async (options: Parameters<typeof selectCluster>[0]): Promise<Cluster> =>
  requireOneHost(await selectCluster(options));

export const requireOneHost = <Found extends Pick<Cluster, 'name' | 'layout'>>(cluster: Found): Found => {
  const { length } = cluster.layout.hosts;
  if (length <= 1) return cluster;
  throw new FirebreakError({
    code: 'FB-BENCH-HOSTS',
    message: `Cluster ${cluster.name} has ${length} hosts, and only a cluster of one can be measured.`,
    because: 'A measurement looks at the control groups of each container, which are on the host where it runs.',
    next: 'bring up a cluster of this machine alone, with the same runtimes, and measure that: firebreak init',
    exit: 2,
  });
};
