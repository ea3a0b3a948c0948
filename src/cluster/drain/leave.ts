import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import type { Cluster } from '../clusters.ts';
import { withLock } from '../hosts/with-lock.ts';
import { until, type Waiting } from '../until.ts';
import type { Drain, DrainableRole, Leave, Look, Standing } from './drain.ts';
import { drains } from './drains.ts';
import { readList, writeList } from './lists.ts';
import { refresh } from './refresh.ts';
import { requireSuccessor, type Successors } from './successors.ts';

/** A master that read its list has a daemon on its way out at once. */
const heedSeconds = 30;
/** Beyond the time given: the daemon must still hear of it. */
const graceSeconds = 60;
const joinSeconds = 90;
/** A block of 128 MiB takes a few seconds; a NameNode that starts again counts anew. */
const copySeconds = 600;
/** Copies of what others have, too, may come meanwhile: the NameNode orders them every three seconds. */
const dispensableSeconds = 10;

/** Daemons of one host whose masters are on this one. */
export interface Daemons {
  readonly address: string;
  readonly roles: readonly DrainableRole[];
}

export interface Leaving extends Daemons, Leave {
  /** The host is gone already: nothing that it has can be waited for. */
  readonly lost?: boolean;
  /** Where it must not be the last one. */
  readonly successors?: Successors | undefined;
}

/**
 * On a master's host: has a host's daemons taken out of work, and waits until they are. Begun again, it goes on; a time
 * that is not the one before counts from the first beginning. Copies of what leaves for good take the time they take, as
 * long as they become more.
 * @throws FirebreakError `FB-DRAIN-…`, `FB-UP-TIMEOUT`
 */
export const leave = async (leaver: Leaving, cluster: Cluster, progress: Progress): Promise<void> => {
  const { address, roles, seconds, forGood = false, lost = false, successors } = leaver;
  await progress.step('put it on the lists', (step) =>
    change(roles, cluster, step, (role, list) => {
      const isOnIt = list.some((each) => each.address === address);
      if (successors !== undefined && !isOnIt) requireSuccessor(successors, role, list);
      return [...list.filter((each) => each.address !== address), { address, seconds, forGood }];
    }),
  );
  await forEach(roles, (role) =>
    progress.step((forGood ? leavingForGood : leaving)[role], async (step) => {
      const watched: Watched = { drain: drains[role], cluster, address };
      await untilStanding(watched, ['leaving', 'away', 'absent'], step, {
        seconds: heedSeconds,
        what: `the ${role} of ${address} to be let go`,
      });
      if (lost) return;
      await untilStanding(watched, ['away', 'absent'], step, {
        seconds: seconds + graceSeconds,
        what: `the ${role} of ${address} to have nothing left to do`,
        ...(forGood && role === 'datanode' ? copying(cluster, address) : {}),
      });
    }),
  );
};

/** However many blocks there are, one more is copied now and then. */
const copying = ({ layout: { nameNodes, ports } }: Cluster, address: string): Patience => ({
  seconds: copySeconds,
  afresh: true,
  dispensableSeconds,
  what: `a further block of ${address} to be copied to another host`,
  next: `Look at ${nameNodes.map((each) => `http://${each}:${ports.nameNodeHttp}`).join(' or ')}: the other DataNodes must be up, and have room. Then run the command again; it goes on.`,
});

const leaving: Readonly<Record<DrainableRole, string>> = {
  nodemanager: 'YARN: no new containers, wait for those that run',
  datanode: 'HDFS: no new blocks, wait until others have a copy of each',
};

const leavingForGood: Readonly<Record<DrainableRole, string>> = {
  ...leaving,
  datanode: 'HDFS: no new blocks, copy those that it has to others',
};

/** On a master's host: takes daemons off the lists. They themselves may have to be started then. */
export const admit = ({ address, roles }: Daemons, cluster: Cluster, progress: Progress): Promise<void> =>
  change(roles, cluster, progress, (_, list) => list.filter((each) => each.address !== address));

/**
 * On a master's host: takes hosts off the lists that are not among the cluster's `addresses` any more. A DataNode is only
 * forgotten once the NameNode counts it for dead: before, its blocks would count again.
 */
export const forget = async (addresses: readonly string[], cluster: Cluster, progress: Progress): Promise<void> => {
  for (const drain of Object.values(drains)) {
    const strangers = ((await readList(drain, cluster.layout)) ?? [])
      .map(({ address }) => address)
      .filter((address) => !addresses.includes(address));
    const standings = await Promise.all(
      strangers.map((address) => drain.look(cluster.layout, address, progress.signal).catch(() => undefined)),
    );
    const gone = strangers.filter(
      (_, index) => drain.role === 'nodemanager' || standings[index]?.standing === 'absent',
    );
    if (gone.length === 0) continue;
    await change([drain.role], cluster, progress, (_, list) => list.filter(({ address }) => !gone.includes(address)));
  }
};

/** On a master's host: waits until daemons that were admitted are at work. @throws FirebreakError `FB-UP-TIMEOUT` */
export const joined = ({ address, roles }: Daemons, cluster: Cluster, progress: Progress): Promise<void> =>
  forEach(roles, (role) =>
    progress.step(`wait for the ${role}`, (step) =>
      untilStanding({ drain: drains[role], cluster, address }, ['working'], step, {
        seconds: joinSeconds,
        what: `the ${role} of ${address} to be at work`,
      }),
    ),
  );

/** Side by side, and all have ended when the first failure is told. */
const forEach = async (
  roles: readonly DrainableRole[],
  work: (role: DrainableRole) => Promise<void>,
): Promise<void> => {
  const settled = await Promise.allSettled(roles.map(work));
  for (const each of settled) if (each.status === 'rejected') throw each.reason;
};

const change = async (
  roles: readonly DrainableRole[],
  cluster: Cluster,
  { signal }: Progress,
  next: (role: DrainableRole, list: readonly Leave[]) => readonly Leave[],
): Promise<void> =>
  // Two drains that begin at the same moment must neither overwrite each other's entry nor take each other for at work.
  withLock(`${cluster.layout.excludedNodes}.lock`, signal, async () => {
    const lists = await Promise.all(
      roles.map(async (role) => ({ drain: drains[role], list: next(role, await listOf(drains[role], cluster)) })),
    );
    await Promise.all(
      lists.map(async ({ drain, list }) => {
        await writeList(drain, cluster.layout, list);
        await refresh(drain, cluster, signal);
      }),
    );
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

interface Patience extends Omit<Waiting, 'signal' | 'because' | 'sign'> {
  /** The time counts from when there was last less left. */
  readonly afresh?: boolean;
  /** How long to wait for what is dispensable; default: as for all else. */
  readonly dispensableSeconds?: number;
}

interface Watched {
  readonly drain: Drain;
  readonly cluster: Cluster;
  readonly address: string;
}

const untilStanding = async (
  { drain, cluster, address }: Watched,
  wanted: readonly Standing[],
  { signal, note }: Progress,
  { afresh = false, dispensableSeconds = Number.POSITIVE_INFINITY, ...patience }: Patience,
): Promise<void> => {
  let seen: Look | undefined;
  let since = performance.now();
  const arrived = async (): Promise<boolean> => {
    const before = seen;
    seen = await drain.look(cluster.layout, address, signal).catch(() => undefined);
    if (seen !== undefined && wanted.includes(seen.standing)) return true;
    if (seen?.left !== undefined && seen.left !== before?.left) note(`waits for ${seen.left}`);
    if (seen?.dispensable !== true || seen.left !== before?.left) since = performance.now();
    return performance.now() > since + dispensableSeconds * 1000;
  };
  const because = async (): Promise<string> =>
    seen === undefined
      ? `The ${drain.master} does not answer.`
      : `To the ${drain.master} it is ${seen.standing}${seen.left === undefined ? '' : `, and waits for ${seen.left}`}.`;
  await until(arrived, { signal, because, ...patience, ...(afresh ? { sign: () => seen?.left } : {}) });
};
