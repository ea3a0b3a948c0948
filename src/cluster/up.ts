import type { Distribution } from '../distribution/install.ts';
import type { Progress } from '../progress.ts';
import type { ClusterSpec } from './spec.ts';
import type { ClusterStatus } from './status.ts';

/**
 * Brings the cluster up on this machine and returns what runs. A second call restarts only what changed.
 * @throws FirebreakError `FB-HOST-…` (exit 4) where the machine cannot, `FB-UP-…` where a service does not start.
 */
export const up = async (_spec: ClusterSpec, _distribution: Distribution, _progress: Progress): Promise<ClusterStatus> => {
  throw new Error('not there yet');
};
