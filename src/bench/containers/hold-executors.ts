import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { patienceOf } from '../../cluster/services/patience.ts';
import type { ContainerState, Engine } from '../../engines/engine.ts';
import { label } from '../../engines/labels.ts';
import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { clientOf, hdfsOf, hdfsUri } from '../spark/client.ts';
import { runtimeSettings } from '../spark/runtime-settings.ts';
import { submitAndWait } from '../spark/submit.ts';
import type { Site } from '../suite.ts';

/** A Spark application that does nothing, for the sake of its containers. */
export interface HeldExecutors extends AsyncDisposable {
  readonly runtime: string;
  readonly application: string;
  /** The ApplicationMaster's container. */
  readonly master: ContainerState;
  /** The executors' containers, in the order they were given; all of them have registered with the driver. */
  executors(): Promise<ContainerState[]>;
  /** Asks for more executors until there are `count`. */
  grow(count: number, progress: Progress): Promise<ContainerState[]>;
}

/** One executor as TPC-H's: the JVM takes a small part of it, the rest is the tools'. */
export const heldSize = { memoryMiB: 2048, vcores: 2 } as const;

const settings = {
  'spark.driver.cores': 1,
  'spark.driver.memory': '512m',
  'spark.driver.memoryOverhead': '384m',
  'spark.executor.cores': heldSize.vcores,
  'spark.executor.memory': '512m',
  'spark.executor.memoryOverhead': `${heldSize.memoryMiB - 512}m`,
  'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
  'spark.executor.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
  'spark.dynamicAllocation.enabled': false,
  'spark.eventLog.enabled': false,
  'spark.ui.enabled': false,
  'spark.yarn.maxAppAttempts': 1,
  'spark.scheduler.minRegisteredResourcesRatio': '1.0',
  'spark.scheduler.maxRegisteredResourcesWaitingTime': '180s',
  // Idle containers are to be idle.
  'spark.executor.heartbeatInterval': '60s',
  'spark.network.timeout': '300s',
} as const;

const lifetimeSeconds = 4 * 3600;
/** Of a cluster without slow starters. */
const patienceSeconds = 240;

interface Holding {
  readonly runtime: string;
  readonly count: number;
  /** Files of this machine that every container is to find in its work folder. */
  readonly files?: readonly string[];
}

/** Starts such an application in a runtime class and waits until `count` executors have registered. */
export const holdExecutors = async (
  site: Site,
  engine: Engine,
  { runtime, count, files = [] }: Holding,
  progress: Progress,
): Promise<HeldExecutors> => {
  const { layout } = site.cluster;
  const folder = `/firebreak/bench/hold-${randomBytes(6).toString('hex')}`;
  const hdfs = hdfsOf(layout, progress.signal);
  await hdfs.makeFolder(folder, '755');
  const attached = [observe, ...files];
  await Promise.all([program, ...attached].map((file) => hdfs.upload(file, `${folder}/${basename(file)}`)));
  const ending = new AbortController();
  const { promise: submitted, resolve, reject } = Promise.withResolvers<string>();
  const inHdfs = (file: string): string => hdfsUri(layout, `${folder}/${basename(file)}`);
  const given = { ...settings, 'spark.executor.instances': count, ...runtimeSettings(runtime) };
  const run = submitAndWait(
    await clientOf({ ...site, layout }),
    {
      name: `holding containers in ${runtime}`,
      arguments: [
        ...['--name', `firebreak-hold-${runtime}`, '--files', attached.map(inHdfs).join(',')],
        ...Object.entries(given).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
        ...[inHdfs(program), '--seconds', String(lifetimeSeconds)],
      ],
      timeoutSeconds: lifetimeSeconds + 600,
      describe: async () => 'held',
      onApplication: resolve,
    },
    { ...progress, signal: AbortSignal.any([progress.signal, ending.signal]) },
  );
  run.catch(reject);
  const end = async (): Promise<void> => {
    await askToStop(engine, layout.name, await submitted.catch(() => ''));
    const late = setTimeout(() => ending.abort(), 20_000);
    await run.catch(() => undefined);
    clearTimeout(late);
    await hdfsOf(layout, AbortSignal.timeout(10_000))
      .remove(folder)
      .catch(() => undefined);
  };
  try {
    const application = await submitted;
    const seconds = patienceSeconds * patienceOf(site.cluster.spec);
    const held = { engine, cluster: layout.name, application, runtime, seconds };
    // An application that ends while its containers are waited for says why.
    const executors = await Promise.race([
      waitFor(held, count, progress.signal),
      run.then(() => Promise.reject(notGiven(held, count))),
    ]);
    const [master] = (await containersOf(held)).filter(isMaster);
    if (master === undefined || executors.length < count) throw notGiven(held, count);
    return {
      runtime,
      application,
      master,
      executors: async () => (await containersOf(held)).filter((each) => !isMaster(each)),
      grow: async (wanted, { signal }) => {
        await engine.exec(master.name, ['sh', '-c', `echo ${wanted} >wanted.new && mv wanted.new wanted`], signal);
        return waitFor(held, wanted, signal);
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (thrown) {
    await end();
    throw thrown;
  }
};

const [program, observe] = [
  fileURLToPath(new URL('hold.py', import.meta.url)),
  fileURLToPath(new URL('../spark/observe.py', import.meta.url)),
];

interface Held {
  readonly engine: Engine;
  readonly cluster: string;
  readonly application: string;
  readonly runtime: string;
  /** How long its containers may take. */
  readonly seconds: number;
}

const containersOf = async ({
  engine,
  cluster,
  application,
}: Pick<Held, 'engine' | 'cluster' | 'application'>): Promise<ContainerState[]> =>
  (await engine.list({ [label.cluster]: cluster, [label.application]: application }))
    .filter(({ status }) => status === 'running')
    .sort((a, b) => a.name.localeCompare(b.name));

/** YARN numbers an attempt's containers from the ApplicationMaster's on. */
const isMaster = ({ name }: ContainerState): boolean => name.endsWith('_000001');

const waitFor = async (held: Held, count: number, signal: AbortSignal): Promise<ContainerState[]> => {
  for (const deadline = Date.now() + held.seconds * 1000; Date.now() < deadline; ) {
    signal.throwIfAborted();
    const containers = await containersOf(held);
    const executors = containers.filter((each) => !isMaster(each));
    const master = containers.find(isMaster);
    if (master !== undefined && executors.length >= count && (await registered(held, master)) >= count)
      return executors;
    await delay(500, undefined, { signal });
  }
  throw notGiven(held, count);
};

/** hold.py writes how many executors the driver knows. */
const registered = async ({ engine }: Held, { name }: ContainerState): Promise<number> => {
  const { code, stdout } = await engine.exec(name, ['cat', 'held']).catch(() => ({ code: 1, stdout: '' }));
  return code === 0 ? Number(stdout) : 0;
};

const askToStop = async (engine: Engine, cluster: string, application: string): Promise<void> => {
  const [master] = (await containersOf({ engine, cluster, application })).filter(isMaster);
  if (master !== undefined) await engine.exec(master.name, ['touch', 'stop']).catch(() => undefined);
};

const notGiven = ({ application, runtime, seconds }: Held, count: number): FirebreakError =>
  new FirebreakError({
    code: 'FB-BENCH-CONTAINERS',
    message: `YARN did not give ${count} containers of ${heldSize.memoryMiB} MiB and ${heldSize.vcores} vcores in ${runtime} within ${seconds} s.`,
    because: `${application} holds fewer: other applications run, or the cluster has less`,
    next: 'wait until the cluster is idle; or give it more memory or vcores under hosts in cluster.yaml',
  });
