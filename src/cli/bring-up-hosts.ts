import { hostPhases, rollingHostPhases } from '../cluster/controller/host-phases.ts';
import type { Member } from '../cluster/controller/member.ts';
import { withMembers } from '../cluster/controller/members.ts';
import { requireAllUp } from '../cluster/controller/require-all-up.ts';
import { statusOfMembers } from '../cluster/controller/status-of-members.ts';
import { examineHosts, upOnHosts } from '../cluster/controller/up-on-hosts.ts';
import { gvisorNeed } from '../cluster/gvisor-need.ts';
import type { Examination } from '../cluster/on-host/examine.ts';
import type { ClusterSpec } from '../cluster/spec.ts';
import type { ClusterStatus } from '../cluster/status.ts';
import { installPackages, missingPackages } from '../distribution/host-packages.ts';
import { installDistribution } from '../distribution/install.ts';
import { type Asker, agreeOn } from './agree-on-packages.ts';
import { withProgress } from './progress/with-progress.ts';

/** Software and cluster on all hosts of the spec, from whatever is there. Every host is looked at before it asks. */
export const bringUpHosts = (
  spec: ClusterSpec,
  asker: Asker,
  { rolling }: { readonly rolling: boolean },
): Promise<ClusterStatus> =>
  withMembers(spec, async (members) => {
    const { terminal, signal } = asker;
    const { result: examinations } = await withProgress(terminal, signal, (progress) =>
      progress.step('look at the hosts', (step) => examineHosts(spec, members, step)),
    );
    if (rolling) requireAllUp(spec, await statusOfMembers(spec, members, signal));
    const own = await missingPackages('controller');
    await agreeOn([{ host: 'this machine', packages: own }, ...packagesOf(members, examinations)], asker);
    await withProgress(terminal, signal, async (progress) => {
      if (own.length > 0) await progress.step('install packages here', (step) => installPackages(own, step));
      const distribution = await progress.step('fetch software', (step) =>
        installDistribution(spec.distribution, step, gvisorNeed(spec)),
      );
      await upOnHosts(
        spec,
        distribution,
        { members, examinations },
        progress,
        rolling ? rollingHostPhases : hostPhases,
      );
    });
    return statusOfMembers(spec, members, signal);
  });

const packagesOf = (members: readonly Member[], examinations: readonly Examination[]) =>
  members.map(({ name, index }) => ({ host: name, packages: examinations[index]?.missingPackages ?? [] }));
