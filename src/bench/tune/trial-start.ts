import type { Cluster } from '../../cluster/clusters.ts';
import { nodeEngine } from '../../cluster/container-status.ts';
import { up } from '../../cluster/up.ts';
import type { Distribution } from '../../distribution/install.ts';
import type { Progress } from '../../progress.ts';
import { holdExecutors } from '../containers/hold-executors.ts';
import { explained } from '../experiment/failure.ts';
import type { Site } from '../suite.ts';
import type { Candidate, NotTried } from './candidates/candidate.ts';
import { userOf } from './user-of.ts';
import { nameOf, specWith } from './variants.ts';

interface Started {
  readonly works: readonly Candidate[];
  readonly fails: readonly NotTried[];
}

/**
 * Starts an executor with each candidate once: one that starts nothing on this host would take the whole experiment
 * with it.
 */
export const startEach = async (
  cluster: Cluster,
  distribution: Distribution,
  candidates: readonly Candidate[],
  progress: Progress,
): Promise<Started> => {
  const works: Candidate[] = [];
  const fails: NotTried[] = [];
  for (const candidate of candidates) {
    const { runtime } = candidate;
    const name = nameOf(candidate);
    try {
      await progress.step(`start an executor in ${runtime} with ${name}`, (step) =>
        startOne(cluster, distribution, candidate, step),
      );
      works.push(candidate);
    } catch (error) {
      progress.signal.throwIfAborted();
      fails.push({ runtime, what: name, because: `no executor started with it: ${explained(error).slice(0, 300)}` });
    }
  }
  return { works, fails };
};

const startOne = async (
  cluster: Cluster,
  distribution: Distribution,
  candidate: Candidate,
  progress: Progress,
): Promise<void> => {
  const { runtime } = candidate;
  await up(specWith(cluster.spec, candidate), distribution, progress);
  const site: Site = { cluster, distribution, user: userOf(cluster.spec, runtime), runtimes: [runtime], options: {} };
  await using _held = await holdExecutors(site, nodeEngine(cluster), { runtime, count: 1 }, progress);
};
