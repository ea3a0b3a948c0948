import type { Progress } from '../../progress.ts';
import type { DrainedDaemon } from '../drain/lists.ts';
import { hostsWith } from '../host-spec.ts';
import type { ClusterSpec } from '../spec.ts';
import type { Member } from './member.ts';

/** Daemons of the cluster that are out of work, by the lists on the hosts of their masters. */
export const drainedIn = async (
  spec: ClusterSpec,
  members: readonly Member[],
  progress: Progress,
): Promise<DrainedDaemon[]> => {
  const masters = new Set([...hostsWith(spec, 'resourcemanager'), ...hostsWith(spec, 'namenode')]);
  const asked = members.filter(({ index }) => masters.has(index));
  return (await Promise.all(asked.map((member) => member.ask('drained', { spec }, progress)))).flat();
};
