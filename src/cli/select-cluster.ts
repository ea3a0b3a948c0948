import { type Cluster, findCluster } from '../cluster/clusters.ts';
import { readSpecFile } from './read-spec-file.ts';

/** The cluster named by --cluster or by the spec of -f, or the only one there is. */
export const selectCluster = async (options: {
  cluster: string | undefined;
  file: string | undefined;
}): Promise<Cluster> =>
  findCluster(options.cluster ?? (options.file === undefined ? undefined : (await readSpecFile(options.file)).name));
