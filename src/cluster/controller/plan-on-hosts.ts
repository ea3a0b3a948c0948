import { findDistribution } from '../../distribution/find-distribution.ts';
import type { Distribution } from '../../distribution/install.ts';
import type { Progress } from '../../progress.ts';
import { gvisorNeed } from '../gvisor-need.ts';
import type { Examination } from '../on-host/examine.ts';
import type { Change } from '../phases/phase.ts';
import type { KnownHost } from '../places.ts';
import type { ClusterSpec } from '../spec.ts';
import { drainedIn } from './drained-in.ts';
import { ownFolders } from './host-program.ts';
import type { Member } from './member.ts';
import { withMembers } from './members.ts';
import { onEach, resultsOf } from './on-each.ts';
import { requireMayLeave } from './require-may-leave.ts';
import { besideWhatRuns } from './running-cluster.ts';
import { softwareFor } from './software.ts';
import { partOf } from './undertaking.ts';
import { askWhatTheyAre } from './up-on-hosts.ts';

export interface HostPlan {
  readonly host: string;
  readonly changes: readonly Change[];
}

/**
 * What `up` would change on each host, found by the code of `up` itself; nothing is touched. What only shows once
 * software is there is not looked for before it is.
 * @throws FirebreakError `FB-SSH-…`, `FB-HOST-…`: what would stop `up`
 */
export const planOnHosts = (spec: ClusterSpec, progress: Progress): Promise<HostPlan[]> =>
  withMembers(spec, async (members) => {
    const { distribution, missing } = await findDistribution(spec.distribution, gvisorNeed(spec));
    const here = missing.map((name) => ({ what: name, why: 'is fetched or built on this machine' }));
    const sent = await sentTo(spec, members, distribution, progress);
    const plans = members.map(({ name }, index) => ({ host: name, changes: sent[index] ?? [] }));
    if (here.length > 0) return [{ host: 'this machine', changes: here }, ...plans];
    if (distribution === undefined || plans.some(({ changes }) => changes.length > 0)) return plans;
    const examinations = await askWhatTheyAre(spec, members, progress);
    const software = await softwareFor(distribution);
    const lacking = packagesOf(members, examinations);
    if (lacking.some(({ changes }) => changes.length > 0)) return lacking;
    const drained = await drainedIn(spec, members, progress);
    const running = await besideWhatRuns(spec, members, drained, progress);
    requireMayLeave(running, drained);
    const undertaking = { spec: running.spec, software, examinations, drained, upgrade: true, newHdfs: false };
    const settled = await onEach(members, spec.limits.hosts, async (member): Promise<HostPlan> => {
      const changes = await member.ask('plan', partOf(undertaking, member.index), progress);
      return { host: member.name, changes };
    });
    return [...running.leaving.map(leavingPlan), ...resultsOf(settled)];
  });

const leavingPlan = ({ name, roles }: KnownHost): HostPlan => {
  const work = roles.includes('datanode')
    ? 'its containers end and its blocks are copied to others'
    : 'its containers end';
  return {
    host: name,
    changes: [{ what: 'host', why: `leaves: ${work}, then all of the cluster is removed from it` }],
  };
};

const sentTo = async (
  spec: ClusterSpec,
  members: readonly Member[],
  distribution: Distribution | undefined,
  progress: Progress,
): Promise<Change[][]> => {
  const software = distribution === undefined ? [] : (await softwareFor(distribution)).folders;
  const folders = [...(await ownFolders()), ...software];
  const settled = await onEach(members, spec.limits.hosts, (member) => member.lacking(folders, progress));
  return resultsOf(settled).map((lacking) => lacking.map(({ name }) => ({ what: name, why: 'is sent' })));
};

const packagesOf = (members: readonly Member[], examinations: readonly Examination[]): HostPlan[] =>
  members.map(({ name, index }) => ({
    host: name,
    changes: (examinations[index]?.missingPackages ?? []).map((what) => ({
      what: `package ${what}`,
      why: 'is not installed',
    })),
  }));
