import type { Distribution } from '../../distribution/install.ts';
import type { Progress } from '../../progress.ts';
import { hostWith } from '../host-spec.ts';
import type { Examination } from '../on-host/examine.ts';
import type { ClusterSpec } from '../spec.ts';
import { drainedIn } from './drained-in.ts';
import { phasesOf, type Way } from './host-phases.ts';
import { memberAt } from './masters.ts';
import type { Member } from './member.ts';
import { isNewHdfs } from './new-hdfs.ts';
import { onEach, resultsOf } from './on-each.ts';
import { runHostPhases } from './run-host-phases.ts';
import { softwareFor } from './software.ts';

/**
 * Reaches every host, brings it the program it is asked with, and asks what it is like: in the order of the spec.
 * @throws FirebreakError `FB-SSH-…`, `FB-HOST-…`, with all hosts that failed
 */
export const examineHosts = async (
  spec: ClusterSpec,
  members: readonly Member[],
  progress: Progress,
): Promise<readonly Examination[]> => {
  // All of them, before anything is sent to one.
  resultsOf(
    await onEach(members, spec.limits.hosts, (member) =>
      progress.step(`reach ${member.name}`, (step) => member.reach(step)),
    ),
  );
  resultsOf(
    await onEach(members, spec.limits.hosts, (member) =>
      progress.step(`send Firebreak: ${member.name}`, (step) => member.prepare(step)),
    ),
  );
  return askWhatTheyAre(spec, members, progress);
};

/** What each host is like, once it has this program. */
export const askWhatTheyAre = async (
  spec: ClusterSpec,
  members: readonly Member[],
  progress: Progress,
): Promise<readonly Examination[]> => {
  const others = spec.hosts.length > 1;
  const examine = (member: Member, towards?: string): Promise<Examination> =>
    progress.step(member.name, (step) => {
      const { privateAddress } = spec.hosts[member.index] ?? {};
      return member.ask('examine', { privateAddress, towards, others }, step);
    });
  const remote = members.filter(({ isLocal }) => !isLocal);
  const seen = resultsOf(await onEach(remote, spec.limits.hosts, (member) => examine(member)));
  const towards = seen[0]?.link?.address;
  return Promise.all(members.map(async (member) => seen[remote.indexOf(member)] ?? (await examine(member, towards))));
};

/** Brings the cluster up on all of its hosts. @throws FirebreakError that names the host */
export const upOnHosts = async (
  spec: ClusterSpec,
  distribution: Distribution,
  { members, examinations }: { members: readonly Member[]; examinations: readonly Examination[] },
  progress: Progress,
  way: Way,
): Promise<void> => {
  const software = await softwareFor(distribution);
  const drained = await drainedIn(spec, members, progress);
  const newHdfs = await isNewHdfs(spec, members, progress);
  const undertaking = { spec, software, examinations, drained, upgrade: way === 'upgrade', newHdfs };
  await runHostPhases(phasesOf[way], members, undertaking, progress);
  // Also of one that was interrupted: by now every host has the new version.
  await memberAt(members, hostWith(spec, 'namenode')).ask('finishHdfs', { name: spec.name }, progress);
};
