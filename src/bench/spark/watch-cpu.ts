import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '../../engines/engine.ts';
import { label } from '../../engines/labels.ts';
import { type Cgroup, cgroupOf } from '../containers/cgroup.ts';
import type { CpuPoint } from '../containers/cpu-between.ts';

/** In cluster mode the ApplicationMaster's container is the driver's. */
export type Role = 'driver' | 'executor';

/** What one container of an application took of the CPU, as the host's kernel counts it. */
export interface WatchedContainer {
  readonly role: Role;
  /** Oldest first, from soon after it started until it ended. */
  readonly points: readonly CpuPoint[];
}

interface Watched extends WatchedContainer {
  readonly cgroup: Cgroup;
  readonly points: CpuPoint[];
}

const everyMilliseconds = 200;
/** The engine is asked for containers more seldom than their control groups are read. */
const readingsPerLook = 10;

/**
 * Reads what each container of an application has taken, again and again until the application is `over`: a control
 * group goes away with its container.
 */
export const watchCpu = async (
  engine: Engine,
  { cluster, application }: { readonly cluster: string; readonly application: string },
  over: AbortSignal,
): Promise<readonly WatchedContainer[]> => {
  const watched = new Map<string, Watched>();
  const labels = { [label.cluster]: cluster, [label.application]: application };
  for (let reading = 0; !over.aborted; reading++) {
    if (reading % readingsPerLook === 0) await lookForMore(engine, labels, watched);
    await Promise.all([...watched.values()].map(readOnce));
    await delay(everyMilliseconds, undefined, { signal: over }).catch(() => undefined);
  }
  return [...watched.values()];
};

/** An engine that does not answer is asked again the next time; so is a container that has just ended, for nothing. */
const lookForMore = async (
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  watched: Map<string, Watched>,
): Promise<void> => {
  const containers = await engine.list(labels).catch(() => []);
  for (const { name, pid, status } of containers.filter((each) => !watched.has(each.name))) {
    const cgroup = status === 'running' ? await cgroupOf(pid).catch(() => undefined) : undefined;
    if (cgroup === undefined) continue;
    watched.set(name, { role: name.endsWith('_000001') ? 'driver' : 'executor', cgroup, points: [] });
  }
};

const readOnce = async ({ cgroup, points }: Watched): Promise<void> => {
  const times = await cgroup.cpu().catch(() => undefined);
  if (times !== undefined) points.push({ at: Date.now(), ...times });
};
