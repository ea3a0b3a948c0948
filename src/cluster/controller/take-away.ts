import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { serviceAddress } from '../address-plan.ts';
import type { KnownHost, Placed } from '../places.ts';
import type { ClusterSpec } from '../spec.ts';
import { askEach, mastersOf } from './masters.ts';
import type { Member } from './member.ts';
import { onEach, resultsOf } from './on-each.ts';
import { registrationOf } from './running-cluster.ts';

export interface Farewell {
  /** Names of hosts that will never answer again. */
  readonly lost: readonly string[];
  /** How long containers may go on. */
  readonly seconds: number;
}

/**
 * The hosts that leave and are to answer, by what the cluster knows of them.
 * @throws FirebreakError `FB-SCALE-LOST` where one that is said to be lost does not leave
 */
export const leaversOf = ({ spec, leaving }: Placed, { lost }: Farewell): KnownHost[] => {
  const unknown = lost.find((name) => !leaving.some((host) => host.name === name));
  if (unknown !== undefined) throw notLeaving(spec, unknown, leaving);
  return leaving.filter(({ name }) => !lost.includes(name));
};

/** Before anything is changed. @throws FirebreakError `FB-SSH-…`, `FB-SCALE-OTHER` */
export const reachLeavers = async (
  spec: ClusterSpec,
  leavers: readonly Member[],
  progress: Progress,
): Promise<void> => {
  const settled = await onEach(leavers, spec.limits.hosts, (member) =>
    progress.step(member.name, (step) => reach(spec, member, step)),
  );
  progress.signal.throwIfAborted();
  resultsOf(settled);
};

const reach = async (spec: ClusterSpec, member: Member, progress: Progress): Promise<void> => {
  try {
    await member.reach(progress);
    await member.prepare(progress);
  } catch (thrown) {
    if (!(thrown instanceof FirebreakError) || !thrown.code.startsWith('FB-SSH-')) throw thrown;
    const { code, message, because, next, exit } = thrown;
    throw new FirebreakError({
      code,
      message,
      ...(because === undefined ? {} : { because }),
      next: `${next ?? ''}\nWhere it will never answer again: the same command with \`--lost ${member.name}\`.`.trim(),
      exit,
      cause: thrown,
    });
  }
  const registered = await registrationOf(spec, member, progress);
  if (registered === undefined || registered.own === member.name) return;
  throw new FirebreakError({
    code: 'FB-SCALE-OTHER',
    message: `${member.name} leaves cluster ${spec.name}, and what answers in its place is ${registered.own}.`,
    next: `Mend how ssh finds ${member.name}; where it will never answer again, add \`--lost ${member.name}\`.`,
    exit: 2,
  });
};

/**
 * Takes one host after the other out of work, for good, and then everything of the cluster off it. What the others know of
 * them goes with the `up` that follows. Begun again, it goes on.
 * @throws FirebreakError `FB-DRAIN-…`, `FB-UP-TIMEOUT`, `FB-DOWN-…`
 */
export const takeAway = async (
  { spec, leaving }: Placed,
  { members, leavers }: { readonly members: readonly Member[]; readonly leavers: readonly Member[] },
  { seconds }: Farewell,
  progress: Progress,
): Promise<void> => {
  for (const host of leaving) {
    const leaver = leavers.find(({ name }) => name === host.name);
    await progress.step(`take ${host.name} away`, async (step) => {
      if (leaver !== undefined) await leaver.ask('lend', { name: spec.name }, step);
      await askEach(mastersOf(spec, withAddress(spec, host), members), step, ({ member, daemons }) =>
        member.ask('leave', { ...daemons, seconds, forGood: true, lost: leaver === undefined }, step),
      );
      if (leaver === undefined) step.note('lost: what is on it stays there');
      else await leaver.ask('down', { name: spec.name, keepData: false }, step);
    });
  }
};

/** Lets the masters forget those that have left, as far as they can already. */
export const forgetLeft = async (spec: ClusterSpec, members: readonly Member[], progress: Progress): Promise<void> => {
  const addresses = spec.hosts.map(({ place = 0 }) => serviceAddress(spec.network.subnet, place));
  const masters = mastersOf(spec, { address: '', roles: ['nodemanager', 'datanode'] }, members);
  await askEach(masters, progress, ({ member }) => member.ask('forget', { name: spec.name, addresses }, progress));
};

const withAddress = ({ network }: ClusterSpec, host: KnownHost) => ({
  address: serviceAddress(network.subnet, host.place),
  roles: host.roles,
});

const notLeaving = ({ name }: ClusterSpec, host: string, leaving: readonly KnownHost[]): FirebreakError =>
  new FirebreakError({
    code: 'FB-SCALE-LOST',
    message: `${host} does not leave cluster ${name}: it is in the spec, or was never in the cluster.`,
    next:
      leaving.length === 0
        ? `Take ${host} out of the spec first, or run \`firebreak scale --lost ${host}\`.`
        : `Those that leave are ${leaving.map((each) => each.name).join(', ')}.`,
    exit: 2,
  });
