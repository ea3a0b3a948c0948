import { type Cluster, findCluster } from '../cluster/clusters.ts';
import type { ClusterSpec } from '../cluster/spec.ts';
import { readSpecFile } from './read-spec-file.ts';

/** The spec in the file of -f, or of the cluster on this machine that --cluster names or that is the only one. */
export const selectSpec = async (options: {
  cluster: string | undefined;
  file: string | undefined;
}): Promise<ClusterSpec> =>
  options.file === undefined ? (await findCluster(options.cluster)).spec : readSpecFile(options.file);

/** The cluster named by --cluster or by the spec of -f, or the only one there is. */
export const selectCluster = async (options: {
  cluster: string | undefined;
  file: string | undefined;
}): Promise<Cluster> =>
  findCluster(options.cluster ?? (options.file === undefined ? undefined : (await readSpecFile(options.file)).name));
