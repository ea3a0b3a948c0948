import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import type { Cluster } from '../clusters.ts';
import { until } from '../until.ts';
import type { Drain, Leave, Look, Standing } from './drain.ts';
import { drains } from './drains.ts';
import { type DrainedDaemon, readList, writeList } from './lists.ts';
import { refresh } from './refresh.ts';

/** A master that read its list has a daemon on its way out at once. */
const heedSeconds = 30;
/** Beyond the time given: the daemon must still hear of it. */
const graceSeconds = 60;
const joinSeconds = 90;

/**
 * On the master's host: has a daemon taken out of work, and waits until it is. Begun again, it goes on; a time that
 * is not the one before counts from the first beginning.
 * @throws FirebreakError `FB-DRAIN-…`, `FB-UP-TIMEOUT`
 */
export const leave = async (
  { role, address, seconds }: DrainedDaemon & Leave,
  cluster: Cluster,
  progress: Progress,
): Promise<void> => {
  const drain = drains[role];
  const others = (await listOf(drain, cluster)).filter((each) => each.address !== address);
  await writeList(drain, cluster.layout, [...others, { address, seconds }]);
  await refresh(drain, cluster, progress.signal);
  const what = (end: string) => `the ${role} of ${address} to ${end}`;
  await untilStanding(drain, cluster, address, ['leaving', 'away', 'absent'], progress, {
    seconds: heedSeconds,
    what: what('be let go'),
  });
  await untilStanding(drain, cluster, address, ['away', 'absent'], progress, {
    seconds: seconds + graceSeconds,
    what: what('have nothing left to do'),
  });
};

/** On the master's host: takes a daemon off the list. The daemon itself may have to be started then. */
export const admit = async (
  { role, address }: DrainedDaemon,
  cluster: Cluster,
  { signal }: Progress,
): Promise<void> => {
  const drain = drains[role];
  const others = (await listOf(drain, cluster)).filter((each) => each.address !== address);
  await writeList(drain, cluster.layout, others);
  await refresh(drain, cluster, signal);
};

/** On the master's host: waits until a daemon that was admitted is at work. @throws FirebreakError `FB-UP-TIMEOUT` */
export const joined = ({ role, address }: DrainedDaemon, cluster: Cluster, progress: Progress): Promise<void> =>
  untilStanding(drains[role], cluster, address, ['working'], progress, {
    seconds: joinSeconds,
    what: `the ${role} of ${address} to be at work`,
  });

const listOf = async (drain: Drain, { name, layout }: Cluster): Promise<Leave[]> => {
  const list = await readList(drain, layout);
  if (list !== undefined) return list;
  throw new FirebreakError({
    code: 'FB-DRAIN-NO-LIST',
    message: `The ${drain.master} of ${name} has no list of hosts that are out of work.`,
    because: `${drain.list(layout)} is missing: \`up\` makes it, and an earlier version of Firebreak did not.`,
    next: 'Run `firebreak up`, then the command again.',
  });
};

const untilStanding = async (
  drain: Drain,
  { layout }: Cluster,
  address: string,
  wanted: readonly Standing[],
  { signal, note }: Progress,
  { seconds, what }: { readonly seconds: number; readonly what: string },
): Promise<void> => {
  let seen: Look | undefined;
  const arrived = async (): Promise<boolean> => {
    const before = seen?.left;
    seen = await drain.look(layout, address, signal).catch(() => undefined);
    if (seen?.left !== undefined && seen.left !== before) note(`waits for ${seen.left}`);
    return seen !== undefined && wanted.includes(seen.standing);
  };
  const because = async (): Promise<string> =>
    seen === undefined
      ? `The ${drain.master} does not answer.`
      : `To the ${drain.master} it is ${seen.standing}${seen.left === undefined ? '' : `, and waits for ${seen.left}`}.`;
  await until(arrived, { signal, seconds, what, because });
};
