import type { Distribution } from '../distribution/install.ts';
import type { Progress } from '../progress.ts';
import { hostFacts } from './hosts/facts.ts';
import type { Phase } from './phases/phase.ts';
import { upPhases } from './phases/phases.ts';
import { runPhases } from './phases/run-phases.ts';
import { planOf } from './plan.ts';
import type { ClusterSpec } from './spec.ts';
import { type ClusterStatus, status } from './status.ts';

/**
 * Brings a cluster of this machine alone up and returns what runs. A second call restarts only what changed.
 * @throws FirebreakError `FB-HOST-…` (exit 4) where the machine cannot, `FB-UP-…` where a service does not start.
 */
export const up = async (
  spec: ClusterSpec,
  distribution: Distribution,
  progress: Progress,
  phases: readonly Phase[] = upPhases,
): Promise<ClusterStatus> => {
  await runPhases(phases, planOf(spec, distribution, await hostFacts(spec, distribution)), progress);
  return status(spec.name);
};
