import { gvisorNeed } from '../cluster/gvisor-need.ts';
import type { ClusterSpec } from '../cluster/spec.ts';
import type { ClusterStatus } from '../cluster/status.ts';
import { up } from '../cluster/up.ts';
import { installPackages } from '../distribution/host-packages.ts';
import { type Distribution, installDistribution } from '../distribution/install.ts';
import type { Progress } from '../progress.ts';

/** The software a cluster needs: packages of the host, agreed on beforehand, and the distribution. */
export const bringSoftware = async (
  spec: ClusterSpec,
  packages: readonly string[],
  progress: Progress,
): Promise<Distribution> => {
  if (packages.length > 0) await progress.step('install packages', (step) => installPackages(packages, step));
  return progress.step('fetch software', (step) => installDistribution(spec.distribution, step, gvisorNeed(spec)));
};

/** Software and cluster, from whatever is there. */
export const bringUp = async (
  spec: ClusterSpec,
  packages: readonly string[],
  progress: Progress,
): Promise<ClusterStatus> => {
  const distribution = await bringSoftware(spec, packages, progress);
  return progress.step('bring up the cluster', (step) => up(spec, distribution, step));
};
