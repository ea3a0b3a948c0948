import { clusterNames, findCluster } from '../cluster/clusters.ts';
import { FirebreakError } from '../errors.ts';
import { readSpecFile } from './read-spec-file.ts';

/** The cluster `down` is about, which may be half there or gone; undefined where no cluster is on this machine. */
export const nameToRemove = async (options: {
  cluster: string | undefined;
  file: string | undefined;
}): Promise<string | undefined> => {
  if (options.cluster !== undefined) return options.cluster;
  if (options.file !== undefined) return (await readSpecFile(options.file)).name;
  return (await clusterNames()).length === 0 ? undefined : (await findCluster()).name;
};

/** Nobody can ask in a script: there, data of a cluster that is not the quickstart's goes only when it is named. */
export const requireNamed = (
  name: string,
  options: { cluster: string | undefined; file: string | undefined; keepData: boolean; yes: boolean },
): void => {
  const meant = options.cluster ?? options.file;
  if (meant !== undefined || options.keepData || options.yes || name === 'quickstart') return;
  throw new FirebreakError({
    code: 'FB-CLI-UNNAMED',
    message: `Cluster ${name} and all data in its HDFS would be removed, though nobody named it.`,
    next: `firebreak down --cluster ${name}`,
    exit: 2,
  });
};
