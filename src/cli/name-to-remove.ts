import { findCluster, listClusters } from '../cluster/clusters.ts';
import { readSpecFile } from './read-spec-file.ts';

/** The cluster `down` is about, which may be half there or gone; undefined where no cluster is on this machine. */
export const nameToRemove = async (options: {
  cluster: string | undefined;
  file: string | undefined;
}): Promise<string | undefined> => {
  if (options.cluster !== undefined) return options.cluster;
  if (options.file !== undefined) return (await readSpecFile(options.file)).name;
  const clusters = await listClusters();
  return clusters.length === 0 ? undefined : (await findCluster()).name;
};
