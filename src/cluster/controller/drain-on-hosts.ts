import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { type DrainableRole, drainableRoles, isDrainable } from '../drain/drain.ts';
import { drains } from '../drain/drains.ts';
import type { DrainedDaemon } from '../drain/lists.ts';
import { type HostRole, hostNameOf, hostWith, rolesOf } from '../host-spec.ts';
import { layoutOf } from '../layout.ts';
import type { ClusterSpec } from '../spec.ts';
import { drainedIn } from './drained-in.ts';
import { hostNamed } from './host-named.ts';
import type { Member } from './member.ts';
import { withMembers } from './members.ts';
import { onEach, resultsOf } from './on-each.ts';

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
  withTeam(spec, host, progress, async ({ own, member, daemons, members }) => {
    requireOthers(spec, own, await drainedIn(spec, members, progress));
    await eachDaemon(daemons, progress, (daemon, step) =>
      step.step(leaving[daemon.role], (inner) => daemon.master.ask('leave', { ...daemon.question, seconds }, inner)),
    );
    await progress.step('stop its daemons', (step) => member.ask('rest', { name: spec.name }, step));
    return { host, remaining: rolesOf(spec, own).filter((role) => !isDrainable(role)) };
  });

const leaving: Readonly<Record<DrainableRole, string>> = {
  nodemanager: 'YARN: no new containers, wait for those that run',
  datanode: 'HDFS: no new blocks, wait for copies of those without any',
};

/** Puts a drained host to work again, and waits until its masters say so. @throws FirebreakError as `drainOnHosts` */
export const undrainOnHosts = (spec: ClusterSpec, host: string, progress: Progress): Promise<void> =>
  withTeam(spec, host, progress, async ({ member, daemons }) => {
    await eachDaemon(daemons, progress, ({ master, question }, step) => master.ask('admit', question, step));
    await progress.step('start its daemons', (step) => member.ask('wake', { name: spec.name }, step));
    await eachDaemon(daemons, progress, (daemon, step) =>
      step.step(`wait for the ${daemon.role}`, (inner) => daemon.master.ask('joined', daemon.question, inner)),
    );
  });

interface Daemon {
  readonly role: DrainableRole;
  /** The host of its master. */
  readonly master: Member;
  readonly question: DrainedDaemon & { readonly name: string };
}

interface Team {
  readonly own: number;
  readonly member: Member;
  readonly daemons: readonly Daemon[];
  /** All of the cluster; only those that take part have been reached. */
  readonly members: readonly Member[];
}

/** The host and those of its masters, reached and with this program. */
const withTeam = <T>(
  spec: ClusterSpec,
  host: string,
  progress: Progress,
  work: (team: Team) => Promise<T>,
): Promise<T> => {
  const own = hostNamed(spec, host);
  requireDrainable(spec, own);
  return withMembers(spec, async (members) => {
    const team = teamOf(spec, own, members);
    const taking = [...new Set([team.member, ...team.daemons.map(({ master }) => master)])];
    const settled = await onEach(taking, spec.limits.hosts, (member) =>
      progress.step(`reach ${member.name}`, async (step) => {
        await member.reach(step);
        await member.prepare(step);
      }),
    );
    progress.signal.throwIfAborted();
    resultsOf(settled);
    return work(team);
  });
};

const teamOf = (spec: ClusterSpec, own: number, members: readonly Member[]): Team => {
  const address = layoutOf(spec, own).address;
  const memberAt = (index: number): Member => {
    const member = members[index];
    if (member === undefined) throw new Error(`there is no host ${index}`);
    return member;
  };
  const daemons = rolesOf(spec, own)
    .filter(isDrainable)
    .map((role) => ({
      role,
      master: memberAt(hostWith(spec, drains[role].master)),
      question: { name: spec.name, role, address },
    }));
  return { own, member: memberAt(own), daemons, members };
};

const eachDaemon = async (
  daemons: readonly Daemon[],
  progress: Progress,
  work: (daemon: Daemon, progress: Progress) => Promise<unknown>,
): Promise<void> => {
  const settled = await onEach(daemons, daemons.length, (daemon) => work(daemon, progress));
  progress.signal.throwIfAborted();
  resultsOf(settled);
};

/** What needs no look at any host. */
const requireDrainable = (spec: ClusterSpec, own: number): void => {
  requireOthers(spec, own, []);
  if (rolesOf(spec, own).some(isDrainable)) return;
  throw new FirebreakError({
    code: 'FB-DRAIN-ROLE',
    message: `${hostNameOf(spec, own)} has no containers and no blocks: its roles are ${rolesOf(spec, own).join(', ')}.`,
    next: 'Nothing is to be drained there. While it is down, the cluster waits for it.',
    exit: 2,
  });
};

/** Somebody must be there to take what the host has. */
const requireOthers = (spec: ClusterSpec, own: number, drained: readonly DrainedDaemon[]): void => {
  const layout = layoutOf(spec, own);
  const without = drainableRoles.find(
    (role) =>
      layout.roles.includes(role) &&
      !layout.hosts.some(
        ({ roles, address }, index) =>
          index !== own &&
          roles.includes(role) &&
          !drained.some((daemon) => daemon.role === role && daemon.address === address),
      ),
  );
  if (without === undefined) return;
  const what = without === 'nodemanager' ? 'containers' : 'blocks';
  throw new FirebreakError({
    code: 'FB-DRAIN-LAST',
    message: `No other host of cluster ${spec.name} could take the ${what} of ${hostNameOf(spec, own)}.`,
    because:
      drained.length === 0
        ? `It is the only one with the role ${without}.`
        : `All others with the role ${without} are drained.`,
    next:
      drained.length === 0
        ? 'Add a host to the spec and run `firebreak up`; or `firebreak down --keep-data`, which ends what runs.'
        : 'Put another one to work first: `firebreak drain HOST --undo`.',
    exit: 2,
  });
};
