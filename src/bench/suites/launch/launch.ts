import { z } from 'zod';
import type { Reading } from '../../../evidence/sample.ts';
import type { Progress } from '../../../progress.ts';
import { quantile } from '../../../statistics/quantile.ts';
import { presetOf } from '../../preset.ts';
import type { RegisteredExecutor } from '../../spark/event-log.ts';
import { runApplication } from '../../spark/run-application.ts';
import type { Measurement, Observation, Site, Suite, Trial } from '../../suite.ts';
import { watchFirstInstructions } from './first-instruction.ts';
import { lackOf, type Room, roomOf } from './room.ts';

/** How long a container takes through all of it: Spark, YARN, our launcher, the engine, the runtime, the JVM. */
export const launch: Suite = {
  name: 'launch',
  summary: 'how long from asking for an executor to its first instruction and its registration',
  weight: 4,
  open: async (site, { signal }) => {
    const few = presetOf(site.options) !== 'standard';
    const room = await roomOf(site.cluster.layout, signal);
    const wanted = (few ? [least] : bursts).map((burst) => ({ ...burst, because: lackOf(burst.needed, room) }));
    return {
      trials: wanted
        .filter(({ because }) => because === undefined)
        .map(({ name, steps }) => trialOf(site, name, steps)),
      notMeasured: [
        { what: 'our own share of a launch', because: 'it has a benchmark of its own: firebreak bench launch' },
        ...(few ? [{ what: '10 and 30 at once', because: 'this run only shows that everything works' }] : []),
        ...wanted.flatMap(({ name, because }) => (because === undefined ? [] : [{ what: name, because }])),
      ],
      [Symbol.asyncDispose]: async () => {},
    };
  },
};

/**
 * The smallest executor that Spark starts, idle and so in no need of memory beside its heap: 30 of them fit a host of
 * 24 GiB, since YARN rounds up to 256 MiB.
 */
const settings = {
  'spark.driver.cores': '1',
  'spark.driver.memory': '512m',
  'spark.driver.memoryOverhead': '384m',
  'spark.executor.instances': '1',
  'spark.executor.cores': '1',
  'spark.executor.memory': '512m',
  'spark.executor.memoryOverhead': '0m',
  'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ActiveProcessorCount=1',
  'spark.executor.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ActiveProcessorCount=1',
  'spark.dynamicAllocation.enabled': 'false',
  'spark.yarn.maxAppAttempts': '1',
  'spark.yarn.executor.failuresValidityInterval': '1h',
  'spark.scheduler.minRegisteredResourcesRatio': '1.0',
  'spark.scheduler.maxRegisteredResourcesWaitingTime': '180s',
  'spark.network.timeout': '300s',
} as const;

interface Burst {
  readonly name: string;
  /** How many executors are asked for at once, one step after the other. */
  readonly steps: readonly number[];
  /** By all of them, the ApplicationMaster and the executor that comes with the application. */
  readonly needed: Room;
}

const burst = (name: string, steps: readonly number[]): Burst => {
  const executors = 1 + steps.reduce((sum, asked) => sum + asked, 0);
  return { name, steps, needed: { memoryMiB: 1024 + executors * 512, vcores: 1 + executors } };
};

const least = burst('one at a time', [1, 1]);

export const bursts = [burst('one at a time, then 10 at once', [1, 1, 1, 10]), burst('30 at once', [30])];

const trialOf = (site: Site, name: string, steps: readonly number[]): Trial => ({
  name,
  warmUps: 0,
  minimumRounds: Math.max(...steps) > 10 ? 1 : 3,
  maximumRounds: Math.max(...steps) > 10 ? 3 : 10,
  goal: { metric: 'asked to registered, p50', over: 'each case' },
  measure: (where, progress) => measure(site, where, steps, progress),
});

const asked = z.object({
  schema: z.literal(1),
  steps: z.array(z.object({ asked: z.int(), at: z.number() })),
});

const measure = async (
  site: Site,
  runtime: string,
  steps: readonly number[],
  progress: Progress,
): Promise<Measurement> => {
  await using first = watchFirstInstructions(site.cluster.layout.yarnLogs);
  const result = await runApplication(
    site,
    {
      name: 'launch',
      runtime,
      script: new URL('launch.py', import.meta.url),
      settings,
      arguments: ['--steps', steps.join(',')],
      timeoutSeconds: 1200,
    },
    progress,
  );
  const told = asked.parse(JSON.parse(result.document)).steps;
  // The first executor came with the application itself.
  const registered = result.executed.executors.toSorted((a, b) => a.at - b.at).slice(1);
  const launches: Launch[] = [];
  for (const step of told) {
    const own = registered.splice(0, step.asked);
    launches.push(...own.map((each) => launchOf(step, each, first.at(each.container))));
  }
  return {
    observations: observationsOf(launches),
    ...result.seen,
    raw: { 'launch.json': JSON.stringify(launches) },
  };
};

interface Launch {
  /** How many were asked for at once. */
  readonly together: number;
  /** Milliseconds from asking. */
  readonly toFirstInstruction: number;
  readonly toRegistered: number;
}

const launchOf = (
  { asked: together, at }: { asked: number; at: number },
  executor: RegisteredExecutor,
  firstInstruction: number | undefined,
): Launch => {
  if (firstInstruction === undefined) throw new Error(`nobody saw ${executor.container} start`);
  return { together, toFirstInstruction: firstInstruction - at, toRegistered: executor.at - at };
};

const observationsOf = (launches: readonly Launch[]): Observation[] =>
  [...Map.groupBy(launches, ({ together }) => together)].map(([together, own]) => ({
    case: { name: together === 1 ? 'one at a time' : `${together} at once`, parameters: { together } },
    readings: [
      ...timesOf(
        'asked to first instruction',
        together,
        own.map((each) => each.toFirstInstruction),
      ),
      ...timesOf(
        'first instruction to registered',
        together,
        own.map((each) => each.toRegistered - each.toFirstInstruction),
      ),
      ...timesOf(
        'asked to registered',
        together,
        own.map((each) => each.toRegistered),
      ),
    ],
  }));

const timesOf = (name: string, together: number, milliseconds: readonly number[]): Reading[] => {
  const reading = (metric: string, q: number): Reading => ({
    metric: `${name}, ${metric}`,
    unit: 'ms',
    better: 'lower',
    value: quantile(milliseconds, q),
  });
  return together === 1 ? [reading('p50', 0.5)] : [reading('p50', 0.5), reading('slowest', 1)];
};
