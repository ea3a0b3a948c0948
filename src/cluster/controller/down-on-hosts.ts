import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import type { DownOptions } from '../down.ts';
import { compared, type KnownHost } from '../places.ts';
import type { ClusterSpec } from '../spec.ts';
import type { Member } from './member.ts';
import { openMembers, withMembers } from './members.ts';
import { onEach, resultsOf } from './on-each.ts';
import { registrationOf } from './running-cluster.ts';

/**
 * Removes the cluster from each of its hosts, also from those that the spec does not have any more, as long as one of the
 * others still knows of them; one that cannot be reached keeps its part, and the error names it.
 * @throws FirebreakError
 */
export const downOnHosts = (spec: ClusterSpec, progress: Progress, options: DownOptions): Promise<void> =>
  withMembers(spec, async (members) => {
    const others = await progress.step('look at the hosts', (step) => notInSpec(spec, members, step));
    await using opened = await openMembers({ ...spec, hosts: [...others] });
    for (const { name } of opened.members)
      progress.note(`${name} is in the cluster and not in the file: it goes down too`);
    const settled = await onEach([...members, ...opened.members], spec.limits.hosts, (member) =>
      progress.step(member.name, (step) =>
        removeFrom(member, spec.name, step, options).catch((thrown: unknown) => {
          throw opened.members.includes(member) ? notInFile(spec.name, thrown) : thrown;
        }),
      ),
    );
    progress.signal.throwIfAborted();
    resultsOf(settled);
  });

const removeFrom = async (
  member: Member,
  name: string,
  progress: Progress,
  { keepData }: DownOptions,
): Promise<void> => {
  await member.prepare(progress);
  await member.ask('down', { name, keepData }, progress);
};

/** Asked while the others still know it. */
const notInSpec = async (
  spec: ClusterSpec,
  members: readonly Member[],
  progress: Progress,
): Promise<readonly KnownHost[]> => {
  const settled = await onEach(members, spec.limits.hosts, async (member) => {
    await member.prepare(progress);
    return registrationOf(spec, member, progress);
  });
  progress.signal.throwIfAborted();
  return compared(
    spec,
    settled.map((each) => (each.status === 'fulfilled' ? each.value : undefined)),
  ).leaving;
};

const notInFile = (name: string, thrown: unknown): unknown => {
  if (!(thrown instanceof FirebreakError)) return thrown;
  const { code, message, because, next, exit } = thrown;
  return new FirebreakError({
    code,
    message: `${message} It is in cluster ${name} and not in the file.`,
    ...(because === undefined ? {} : { because }),
    next: `${next ?? ''}\nThe others know it no longer: once it answers, \`firebreak down --cluster ${name}\` there.`.trim(),
    exit,
    cause: thrown,
  });
};
