import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Case } from './case.ts';

export interface Outcome extends Case {
  /** Whether all containers ended before the simulator was stopped. */
  readonly finished: boolean;
  /** From the first running container to the last. */
  readonly seconds: number;
  /** Most containers that ran at once, ApplicationMasters among them. */
  readonly mostContainers: number;
  /** The same, if memory were all that limits it. */
  readonly roomForContainers: number;
  /** What the scheduler takes for one heartbeat of a NodeManager, microseconds: median of the means of each second. */
  readonly heartbeatMicros: number;
  /** The same for one call of an ApplicationMaster. */
  readonly allocateMicros: number;
  /** Heartbeats that the scheduler worked off each second. */
  readonly heartbeatsASecond: number;
  /** Most of the heap in use, of the ResourceManager and the simulator around it. */
  readonly heapMiB: number;
  /** Running containers every five seconds. */
  readonly running: readonly number[];
}

/** What the simulator's tables say, one line a second: `time,value,…`. */
export const outcomeOf = async (simulated: Case, folder: string, finished: boolean): Promise<Outcome> => {
  const column = (name: string, index = 1): Promise<number[]> =>
    columnOf(join(folder, 'metrics', `${name}.csv`), index);
  const running = await column('variable.running.container');
  const first = running.findIndex((count) => count > 0);
  const last = running.findLastIndex((count) => count > 0);
  const busy = (values: readonly number[]): number[] => values.slice(first, last + 1);
  const [total, free] = [await column('variable.jvm.total.memory'), await column('variable.jvm.free.memory')];
  const heartbeats = busy(await column('counter.scheduler.operation.handle.NODE_UPDATE'));
  const mean = 3;
  return {
    ...simulated,
    finished,
    seconds: last - first,
    mostContainers: Math.max(...running),
    roomForContainers: simulated.nodes * Math.floor(simulated.nodeMiB / simulated.containerMiB),
    heartbeatMicros: median(busy(await column('sampler.scheduler.operation.handle.NODE_UPDATE.timecost', mean))) / 1000,
    allocateMicros: median(busy(await column('sampler.scheduler.operation.allocate.timecost', mean))) / 1000,
    heartbeatsASecond: Math.round(((heartbeats.at(-1) ?? 0) - (heartbeats[0] ?? 0)) / (last - first)),
    heapMiB: Math.round(Math.max(...total.map((bytes, index) => bytes - (free[index] ?? 0))) / 2 ** 20),
    running: busy(running).filter((_, index) => index % 5 === 0),
  };
};

const columnOf = async (file: string, index: number): Promise<number[]> =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[index]));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
