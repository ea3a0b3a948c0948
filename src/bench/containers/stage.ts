import { availableParallelism } from 'node:os';
import { execa } from 'execa';
import { nodeEngine } from '../../cluster/container-status.ts';
import type { ContainerState } from '../../engines/engine.ts';
import type { Progress } from '../../progress.ts';
import type { Measurement, Site } from '../suite.ts';
import { bareHost } from './bare-host.ts';
import { resourcesOf, type Seen } from './equal-resources.ts';
import { type HeldExecutors, heldSize, holdExecutors } from './hold-executors.ts';
import { containerPlace, type Place } from './place.ts';

/** Containers of every runtime class, ready at the same time: so that runtimes can alternate without a launch between. */
export interface Stage extends AsyncDisposable {
  /** The containers of a runtime class as places; of the ceiling `host`, the bare host alone. */
  places(where: string): readonly Place[];
  container(runtime: string): ContainerState;
  /** What a measurement in `where` tells besides its observations. */
  facts(where: string): Pick<Measurement, 'resources' | 'kernel' | 'emulated'>;
  /** Ceilings that can be measured here, and why others cannot. */
  readonly ceilings: readonly string[];
  readonly notMeasured: readonly { readonly what: string; readonly because: string }[];
}

interface Equipped {
  readonly held: HeldExecutors;
  readonly executors: readonly ContainerState[];
  readonly seen: Seen;
}

/** Holds `executors` containers in each of the site's runtime classes, with `files` in their work folders. */
export const openStage = async (
  site: Site,
  executors: number,
  progress: Progress,
  files: readonly string[] = [],
): Promise<Stage> => {
  await using stack = new AsyncDisposableStack();
  const engine = nodeEngine(site.cluster);
  const runtimes = new Map<string, Equipped>();
  // Side by side: much of the time one waits for YARN. What has started is let go of where another has not.
  const started = await Promise.allSettled(
    site.runtimes.map((runtime) =>
      progress.step(`start ${executors} containers in ${runtime}`, (step) =>
        holdExecutors(site, engine, { runtime, count: executors, files }, step),
      ),
    ),
  );
  const applications = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  stack.defer(async () => void (await Promise.all(applications.map((held) => held[Symbol.asyncDispose]()))));
  for (const each of started) if (each.status === 'rejected') throw each.reason;
  for (const held of applications) {
    const { runtime } = held;
    const containers = await held.executors();
    const [first] = containers;
    if (first === undefined) throw new Error(`${runtime} holds no container`);
    runtimes.set(runtime, { held, executors: containers, seen: await resourcesOf(engine, first, runtime) });
  }
  const equipped = (runtime: string): Equipped => {
    const found = runtimes.get(runtime);
    if (found === undefined) throw new Error(`no containers in ${runtime}`);
    return found;
  };
  const plain = runtimes.get('runc')?.executors[0];
  const host = plain === undefined ? undefined : bareHost(plain, await accountOf(site.user), hostCpus());
  const owned = stack.move();
  return {
    places: (where) =>
      where === 'host' && host !== undefined
        ? [host]
        : equipped(where).executors.map((each) => containerPlace(engine, each)),
    container: (runtime) => first(equipped(runtime).executors),
    facts: (where) => (where === 'host' ? {} : equipped(where).seen),
    ceilings: host === undefined ? [] : ['host'],
    notMeasured:
      host === undefined
        ? [{ what: 'the bare host beside the containers', because: 'it takes its programs from a runc container' }]
        : [],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

const first = <T>(items: readonly T[]): T => {
  const [item] = items;
  if (item === undefined) throw new Error('nothing there');
  return item;
};

/** As many CPUs as one of the containers may use. */
const hostCpus = (): number => Math.min(heldSize.vcores, availableParallelism());

const accountOf = async (user: string): Promise<{ uid: number; gid: number }> => {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => execa('id', [flag, user])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
};
