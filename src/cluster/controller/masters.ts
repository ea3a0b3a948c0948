import type { Progress } from '../../progress.ts';
import { type DrainableRole, isDrainable } from '../drain/drain.ts';
import { drains } from '../drain/drains.ts';
import { type HostRole, hostsWith } from '../host-spec.ts';
import type { InputOf } from '../on-host/operations.ts';
import type { ClusterSpec } from '../spec.ts';
import type { Member } from './member.ts';
import { onEach, resultsOf } from './on-each.ts';

/** A host of masters, and what of another host is theirs. */
export interface Master {
  readonly member: Member;
  readonly daemons: InputOf<'admit'>;
}

/**
 * Who lets the daemons of a host go: one question for each host of masters, which answers one after the other. Of two masters
 * each has a list, for when it takes over.
 */
export const mastersOf = (
  spec: ClusterSpec,
  { address, roles }: { readonly address: string; readonly roles: readonly HostRole[] },
  members: readonly Member[],
): Master[] => {
  const questions = roles
    .filter(isDrainable)
    .flatMap((role) => mastersFor(spec, role).map((index) => ({ index, role })));
  return [...Map.groupBy(questions, ({ index }) => index)].map(([index, theirs]) => ({
    member: memberAt(members, index),
    daemons: { name: spec.name, address, roles: theirs.map(({ role }) => role) },
  }));
};

/** Indices of the hosts with the daemon that lets those of that role go. */
export const mastersFor = (spec: ClusterSpec, role: DrainableRole): number[] => hostsWith(spec, drains[role].master);

export const memberAt = (members: readonly Member[], index: number): Member => {
  const member = members[index];
  if (member === undefined) throw new Error(`there is no host ${index}`);
  return member;
};

/** Asks all at once; when all have answered, one error tells of every failure. */
export const askEach = async <Asked>(
  all: readonly Asked[],
  progress: Progress,
  ask: (each: Asked) => Promise<unknown>,
): Promise<void> => {
  const settled = await onEach(all, all.length, ask);
  progress.signal.throwIfAborted();
  resultsOf(settled);
};
