import type { Progress } from '../../progress.ts';
import type { DrainedDaemon } from '../drain/lists.ts';
import { type Placed, placed, type Registration } from '../places.ts';
import type { ClusterSpec } from '../spec.ts';
import type { Member } from './member.ts';
import { onEach, resultsOf } from './on-each.ts';

/** What a machine has been told of the cluster. @throws FirebreakError where it does not answer */
export const registrationOf = async (
  { name }: Pick<ClusterSpec, 'name'>,
  member: Member,
  progress: Progress,
): Promise<Registration | undefined> => (await member.ask('registered', { name }, progress)) ?? undefined;

/** The spec beside what runs, read from all of its hosts, which must have this program; `drained` is on the masters' lists. */
export const besideWhatRuns = async (
  spec: ClusterSpec,
  members: readonly Member[],
  drained: readonly DrainedDaemon[],
  progress: Progress,
): Promise<Placed> => {
  const registered = await onEach(members, spec.limits.hosts, (member) => registrationOf(spec, member, progress));
  return placed(
    spec,
    resultsOf(registered),
    drained.map(({ address }) => address),
  );
};
