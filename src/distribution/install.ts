import type { ClusterSpec } from '../cluster/spec.ts';
import type { Progress } from '../progress.ts';
import type { WorkloadImage } from './workload-image.ts';

/** The software a cluster runs on, present on this machine and readable by every user of it. */
export interface Distribution {
  readonly javaHome: string;
  readonly hadoopHome: string;
  /** Jars and web pages of all Hadoop daemons and clients; the configuration folder goes in front of it. */
  readonly hadoopClasspath: string;
  readonly sparkHome: string;
  readonly image: WorkloadImage;
}

/** Fetches and unpacks what is missing; what the spec brings itself is only checked. */
export const installDistribution = async (
  _wanted: ClusterSpec['distribution'],
  _progress: Progress,
): Promise<Distribution> => {
  throw new Error('not there yet');
};
