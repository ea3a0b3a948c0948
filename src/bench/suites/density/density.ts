import { setTimeout as delay } from 'node:timers/promises';
import { nodeEngine } from '../../../cluster/container-status.ts';
import type { Progress } from '../../../progress.ts';
import { resourcesOf } from '../../containers/equal-resources.ts';
import { heldSize, holdExecutors } from '../../containers/hold-executors.ts';
import { byPreset, presetOf } from '../../preset.ts';
import type { Measurement, Observation, Site, Suite } from '../../suite.ts';
import { agentAtRest } from './agent-at-rest.ts';
import { memoryOf } from './memory-of.ts';

/** How many executors fit: the host's memory that each further one takes, idle. */
export const density: Suite = {
  name: 'density',
  summary: 'what each further idle executor costs in memory of the host',
  weight: 3,
  open: async (site) => {
    const few = presetOf(site.options) !== 'standard';
    const counts = few ? [1, 2] : [1, 2, 4, 6];
    return {
      trials: [
        {
          name: 'idle executors',
          warmUps: 0,
          maximumRounds: 6,
          goal: { metric: 'memory of a further one', over: 'each case' },
          measure: (where, progress) => measure(site, where, counts, progress),
        },
      ],
      notMeasured: [
        {
          what: `more than ${counts.at(-1)} idle executors`,
          because: few
            ? 'this run only shows that everything works'
            : 'YARN promises each of them 2 GiB of the host’s memory',
        },
      ],
      [Symbol.asyncDispose]: async () => {},
    };
  },
};

/** Until the JVM's own threads have settled after the registration. */
const settleMilliseconds = ({ options }: Site): number =>
  byPreset(options, { smoke: 500, quick: 4000, standard: 4000 });

const measure = async (
  site: Site,
  runtime: string,
  counts: readonly number[],
  progress: Progress,
): Promise<Measurement> => {
  const engine = nodeEngine(site.cluster);
  const [first = 1, ...further] = counts;
  await using held = await holdExecutors(site, engine, { runtime, count: first }, progress);
  const points: { count: number; mebibytes: number }[] = [];
  for (const count of [first, ...further]) {
    const containers = await held.grow(count, progress);
    await delay(settleMilliseconds(site), undefined, { signal: progress.signal });
    points.push({ count, mebibytes: await memoryOf(containers) });
  }
  const [container] = await held.executors();
  const seen = container === undefined ? undefined : await resourcesOf(engine, container, runtime);
  const [low, high] = [points[0], points.at(-1)];
  if (low === undefined || high === undefined || high.count === low.count) throw new Error('no two counts to compare');
  const slope = (high.mebibytes - low.mebibytes) / (high.count - low.count);
  const observations: Observation[] = [
    ...points.map(({ count, mebibytes }) => ({
      case: { name: `${count} idle`, parameters: { executors: count, givenMiB: heldSize.memoryMiB } },
      readings: [{ metric: 'memory', unit: 'MiB', better: 'lower', value: mebibytes } as const],
    })),
    {
      case: { name: 'each further one', parameters: { from: low.count, to: high.count } },
      readings: [{ metric: 'memory of a further one', unit: 'MiB', better: 'lower', value: slope }],
    },
    { case: { name: 'agent at rest', parameters: {} }, readings: await agentAtRest(site, progress) },
  ];
  return { observations, ...seen };
};
