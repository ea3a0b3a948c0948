import { readFile } from 'node:fs/promises';
import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { findCluster } from '../clusters.ts';
import { drainableRoles } from '../drain/drain.ts';
import type { Layout } from '../layout.ts';
import { type Part, part } from '../part.ts';
import { upPhases } from '../phases/phases.ts';
import { runPhases } from '../phases/run-phases.ts';
import { rests } from '../supervision/service-folder.ts';
import { planFor } from './plan-for.ts';

/**
 * Brings this machine's part of the cluster `name` up as the last `up` left it, asking no other host what it is to be.
 * @throws FirebreakError `FB-CLUSTER-UNKNOWN`, `FB-START-PART`, and what `up` throws on a host
 */
export const startAgain = async (name: string, progress: Progress): Promise<void> => {
  const { layout } = await findCluster(name);
  const { assignment, ...rest } = await lastPart(layout);
  const resting = await Promise.all(drainableRoles.map((role) => rests(layout, role)));
  const drained = drainableRoles.filter((_, index) => resting[index]);
  await runPhases(upPhases, await planFor({ ...rest, assignment: { ...assignment, drained } }), progress);
};

const lastPart = async ({ name, partFile }: Layout): Promise<Part> => {
  try {
    return part.parse(JSON.parse(await readFile(partFile, 'utf8')));
  } catch (thrown) {
    throw new FirebreakError({
      code: 'FB-START-PART',
      message: `This machine does not know its part of cluster ${name}.`,
      because: `${partFile} cannot be read: \`up\` was interrupted before it, or another version of Firebreak wrote it`,
      next: 'firebreak up -f cluster.yaml',
      cause: thrown,
    });
  }
};
