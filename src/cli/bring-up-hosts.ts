import { drainedIn } from '../cluster/controller/drained-in.ts';
import type { Way } from '../cluster/controller/host-phases.ts';
import { memberAt } from '../cluster/controller/masters.ts';
import type { Member } from '../cluster/controller/member.ts';
import { openMembers, withMembers } from '../cluster/controller/members.ts';
import { requireAllUp } from '../cluster/controller/require-all-up.ts';
import { requireMayLeave } from '../cluster/controller/require-may-leave.ts';
import { requireNoNewMaster } from '../cluster/controller/require-no-new-master.ts';
import { besideWhatRuns } from '../cluster/controller/running-cluster.ts';
import { statusOfMembers } from '../cluster/controller/status-of-members.ts';
import { type Farewell, forgetLeft, leaversOf, reachLeavers, takeAway } from '../cluster/controller/take-away.ts';
import { examineHosts, upOnHosts } from '../cluster/controller/up-on-hosts.ts';
import { gvisorNeed } from '../cluster/gvisor-need.ts';
import { hostWith } from '../cluster/host-spec.ts';
import type { Examination } from '../cluster/on-host/examine.ts';
import type { ClusterSpec } from '../cluster/spec.ts';
import type { ClusterStatus } from '../cluster/status.ts';
import { type HadoopUpgrade, requireMayUpgrade } from '../cluster/upgrade/data-version.ts';
import { wantedHadoopVersion } from '../distribution/find-distribution.ts';
import { installPackages, missingPackages } from '../distribution/host-packages.ts';
import { installDistribution } from '../distribution/install.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { agreeOnLeaving } from './agree-on-leaving.ts';
import { agreeOn } from './agree-on-packages.ts';
import { agreeOnUpgrade } from './agree-on-upgrade.ts';
import type { Asker } from './may-go-on.ts';
import { withProgress } from './progress/with-progress.ts';

export interface BringUpOptions {
  readonly way: Way;
  readonly farewell: Farewell;
  /** Called when everything was looked at and agreed on, before anything is changed. */
  readonly agreed?: () => Promise<void>;
}

/**
 * Software and cluster on all hosts of the spec, from whatever is there; hosts that it does not have any more are taken away
 * first. Every host is looked at before it asks.
 */
export const bringUpHosts = (spec: ClusterSpec, asker: Asker, options: BringUpOptions): Promise<ClusterStatus> =>
  withMembers(spec, async (members) => {
    const { terminal, signal } = asker;
    const { way, farewell, agreed } = options;
    const show = async <T>(work: (progress: Progress) => Promise<T>): Promise<T> =>
      (await withProgress(terminal, signal, work)).result;
    const { examinations, running } = await show((progress) =>
      progress.step('look at the hosts', (step) => lookAt(spec, members, step)),
    );
    await using opened = await openMembers({ ...spec, hosts: leaversOf(running, farewell) });
    const leavers = opened.members;
    if (leavers.length > 0)
      await show((progress) =>
        progress.step('look at the hosts that leave', (step) => reachLeavers(running.spec, leavers, step)),
      );
    const hadoop = await hadoopUpgrade(spec, members, signal);
    if (hadoop !== undefined) requireMayUpgrade(spec, hadoop, way === 'upgrade');
    if (way !== 'together') {
      requireNoNewMaster(running);
      requireAllUp(spec, await statusOfMembers(spec, members, signal));
    }
    const own = await missingPackages('controller');
    if (hadoop !== undefined) await agreeOnUpgrade(hadoop, asker);
    await agreeOnLeaving(running.leaving, farewell, asker);
    await agreeOn([{ host: 'this machine', packages: own }, ...packagesOf(members, examinations)], asker);
    await agreed?.();
    await show(async (progress) => {
      if (own.length > 0) await progress.step('install packages here', (step) => installPackages(own, step));
      const distribution = await progress.step('fetch software', (step) =>
        installDistribution(spec.distribution, step, gvisorNeed(spec)),
      );
      await takeAway(running, { members, leavers }, farewell, progress);
      await upOnHosts(running.spec, distribution, { members, examinations }, progress, way);
      await forgetLeft(running.spec, members, progress);
    });
    return statusOfMembers(spec, members, signal);
  });

/** What each host is like, and what the cluster is beside the spec. */
const lookAt = async (spec: ClusterSpec, members: readonly Member[], progress: Progress) => {
  const examinations = await examineHosts(spec, members, progress);
  const drained = await drainedIn(spec, members, progress);
  const running = await besideWhatRuns(spec, members, drained, progress);
  requireMayLeave(running, drained);
  return { examinations, running };
};

/** By the host that has the NameNode, and by what `up` would fetch or is told to use. */
const hadoopUpgrade = async (
  spec: ClusterSpec,
  members: readonly Member[],
  signal: AbortSignal,
): Promise<HadoopUpgrade | undefined> => {
  const to = await wantedHadoopVersion(spec.distribution);
  const master = memberAt(members, hostWith(spec, 'namenode'));
  const from = await master.ask('dataVersion', { name: spec.name }, silentProgress(signal));
  // A host that has none answers with nothing.
  return !from || to === '' || from === to ? undefined : { from, to };
};

const packagesOf = (members: readonly Member[], examinations: readonly Examination[]) =>
  members.map(({ name, index }) => ({ host: name, packages: examinations[index]?.missingPackages ?? [] }));
