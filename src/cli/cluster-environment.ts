import { clientEnvironment, findPy4j } from '../cluster/client-environment.ts';
import type { Cluster } from '../cluster/clusters.ts';
import { installDistribution } from '../distribution/install.ts';
import { silentProgress } from '../progress.ts';

/** What a client of `cluster` needs in its environment; the software is there since `up`, so nothing is fetched. */
export const environmentOf = async ({ spec, layout }: Cluster): Promise<Record<string, string>> => {
  const distribution = await installDistribution(spec.distribution, silentProgress());
  return clientEnvironment(layout, distribution, await findPy4j(distribution.sparkHome));
};
