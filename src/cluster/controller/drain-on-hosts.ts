import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { type DrainableRole, drainableRoles, isDrainable } from '../drain/drain.ts';
import type { DrainedDaemon } from '../drain/lists.ts';
import { requireSuccessor, type Successors } from '../drain/successors.ts';
import { type HostRole, type HostSpec, hostNameOf, hostsWith, rolesOf } from '../host-spec.ts';
import { layoutOf } from '../layout.ts';
import { placed, type Registration } from '../places.ts';
import type { ClusterSpec } from '../spec.ts';
import { drainedIn } from './drained-in.ts';
import { hostNamed } from './host-named.ts';
import { askEach, type Master, mastersFor, mastersOf, memberAt } from './masters.ts';
import type { Member } from './member.ts';
import { withMembers } from './members.ts';
import { registrationOf } from './running-cluster.ts';

export interface Drained {
  readonly host: string;
  /** Daemons that no other host has in its place, and that go on here. */
  readonly remaining: readonly HostRole[];
}

/**
 * Takes a host out of work: containers and blocks are elsewhere when this resolves, and its NodeManager and DataNode stay
 * down. What still runs after `seconds` is ended. Begun again, it goes on from where it is.
 * @throws FirebreakError `FB-CLI-HOST`, `FB-DRAIN-…`, `FB-SSH-…`
 */
export const drainOnHosts = (spec: ClusterSpec, host: string, seconds: number, progress: Progress): Promise<Drained> =>
  withTeam(spec, host, progress, async ({ spec: running, own, member, masters, members }) => {
    const successors = successorsOf(running, own);
    requireSuccessors(running, own, await drainedIn(running, members, progress));
    try {
      await askEach(masters, progress, ({ member: master, daemons }) =>
        master.ask('leave', { ...daemons, seconds, successors }, progress),
      );
    } catch (thrown) {
      // Of two masters one may have agreed.
      if (thrown instanceof FirebreakError && thrown.code === 'FB-DRAIN-LAST') await admit(masters, progress);
      throw thrown;
    }
    await progress.step('stop its daemons', (step) => member.ask('rest', { name: spec.name }, step));
    const only = (role: HostRole): boolean => hostsWith(spec, role).length === 1;
    return { host, remaining: rolesOf(spec, own).filter((role) => !isDrainable(role) && only(role)) };
  });

/** Puts a drained host to work again, and waits until its masters say so. @throws FirebreakError as `drainOnHosts` */
export const undrainOnHosts = (spec: ClusterSpec, host: string, progress: Progress): Promise<void> =>
  withTeam(spec, host, progress, async ({ member, masters }) => {
    await admit(masters, progress);
    await progress.step('start its daemons', (step) => member.ask('wake', { name: spec.name }, step));
    await askEach(masters, progress, ({ member: master, daemons }) => master.ask('joined', daemons, progress));
  });

const admit = (masters: readonly Master[], progress: Progress): Promise<void> =>
  progress.step('take it off the lists', (step) =>
    askEach(masters, step, ({ member: master, daemons }) => master.ask('admit', daemons, step)),
  );

interface Team {
  /** With the place of each host. */
  readonly spec: ClusterSpec;
  readonly own: number;
  readonly member: Member;
  readonly masters: readonly Master[];
  /** All of the cluster; only those that take part have been reached. */
  readonly members: readonly Member[];
}

/** The host and those of its masters, reached and with this program. */
const withTeam = async <T>(
  spec: ClusterSpec,
  host: string,
  progress: Progress,
  work: (team: Team) => Promise<T>,
): Promise<T> => {
  const own = hostNamed(spec, host);
  requireDrainable(spec, own);
  return await withMembers(spec, async (members) => {
    const member = memberAt(members, own);
    const hosts = rolesOf(spec, own)
      .filter(isDrainable)
      .flatMap((role) => mastersFor(spec, role).map((index) => memberAt(members, index)));
    const taking = [...new Set([member, ...hosts])];
    const registered: (Registration | undefined)[] = members.map(() => undefined);
    await askEach(taking, progress, (each) =>
      progress.step(`reach ${each.name}`, async (step) => {
        await each.reach(step);
        await each.prepare(step);
        registered[each.index] = await registrationOf(spec, each, step);
      }),
    );
    const running = placed(spec, registered).spec;
    return work({ spec: running, own, member, masters: mastersOf(running, layoutOf(running, own), members), members });
  });
};

/** What needs no look at any host. */
const requireDrainable = (spec: ClusterSpec, own: number): void => {
  requireSuccessors(spec, own, []);
  if (rolesOf(spec, own).some(isDrainable)) return;
  throw new FirebreakError({
    code: 'FB-DRAIN-ROLE',
    message: `${hostNameOf(spec, own)} has no containers and no blocks: its roles are ${rolesOf(spec, own).join(', ')}.`,
    next: 'Nothing is to be drained there. While it is down, the cluster waits for it.',
    exit: 2,
  });
};

/** Somebody must be there to take what the host has. */
const requireSuccessors = (spec: ClusterSpec, own: number, drained: readonly DrainedDaemon[]): void => {
  const of = successorsOf(spec, own);
  for (const role of drainableRoles.filter((each) => rolesOf(spec, own).includes(each))) {
    requireSuccessor(
      of,
      role,
      drained.filter((daemon) => daemon.role === role),
    );
  }
};

const successorsOf = (spec: ClusterSpec, own: number): Successors => {
  const { label } = spec.hosts[own] ?? {};
  const others = (role: DrainableRole, isFit: (host: HostSpec) => boolean): string[] =>
    layoutOf(spec, own).hosts.flatMap(({ roles, address }, index) => {
      const host = spec.hosts[index];
      return index !== own && roles.includes(role) && host !== undefined && isFit(host) ? [address] : [];
    });
  return {
    cluster: spec.name,
    host: hostNameOf(spec, own),
    ...(label === undefined ? {} : { label }),
    others: {
      nodemanager: others('nodemanager', (host) => host.label === label),
      datanode: others('datanode', () => true),
    },
  };
};
