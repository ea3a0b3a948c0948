import { randomBytes } from 'node:crypto';
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { engineNamed } from '../../../cluster/engine-of.ts';
import type { Layout } from '../../../cluster/layout.ts';
import type { ClusterSpec } from '../../../cluster/spec.ts';
import type { Distribution } from '../../../distribution/install.ts';
import type { EngineName } from '../../../engines/engine.ts';
import { FirebreakError } from '../../../errors.ts';
import type { Progress } from '../../../progress.ts';
import { runtimeClass } from '../../../runtimes/registry.ts';
import { clientOf, hdfsOf, hdfsUri } from '../../spark/client.ts';
import type { ObservedHost } from '../../spark/observed.ts';
import { type Client, submitAndWait } from '../../spark/submit.ts';
import type { WebHdfs } from '../../spark/webhdfs.ts';
import type { Answer } from './answer.ts';
import { answerWithDuckDb } from './answers.ts';
import { parseTpchApplication, type TpchApplication } from './application.ts';
import { compareAnswers } from './compare.ts';
import { loadTpch } from './load.ts';
import type { TpchData } from './prepare.ts';
import { type Query, readQueries } from './queries.ts';
import { submitArguments } from './submit-arguments.ts';
import type { QueryOutcome } from './table.ts';

export interface TpchRun {
  readonly spec: ClusterSpec;
  readonly layout: Layout;
  readonly distribution: Distribution;
  /** Operating-system user of the tenant that submits. */
  readonly user: string;
  /** YARN queue; default: the one YARN maps the user to. */
  readonly queue?: string;
  /** Runtime classes to run in, the baseline first. */
  readonly runtimes: readonly string[];
  readonly data: TpchData;
  /** Default 2. */
  readonly executors?: number;
  /** For each application; default 1800. */
  readonly timeoutSeconds?: number;
}

export interface RuntimeOutcome {
  readonly name: string;
  readonly engine: EngineName;
  readonly handler: string;
  /** `uname -r` as the driver's container saw it, and the host's own. */
  readonly kernel: string;
  readonly hostKernel: string;
  readonly application: string;
  readonly driver: ObservedHost;
  readonly executors: readonly ObservedHost[];
  /** Seconds until Spark's session was up, in the driver's container. */
  readonly sessionSeconds: number;
}

export interface TpchOutcome {
  readonly scaleFactor: number;
  readonly queries: readonly QueryOutcome[];
  readonly runtimes: readonly RuntimeOutcome[];
}

/** Data is HDFS's superuser's, readable by every tenant; runs are the tenant's own. */
const dataFolder = (scaleFactor: number): string => `/firebreak/tpch/sf-${scaleFactor}`;

/** Runs the 22 queries as a PySpark application in each runtime class and compares all rows with DuckDB's. */
export const runTpch = async (run: TpchRun, progress: Progress): Promise<TpchOutcome> => {
  const hdfs = hdfsOf(run.layout, progress.signal);
  const { scaleFactor } = run.data;
  const queries = await readQueries(scaleFactor);
  await progress.step('load TPC-H into HDFS', (step) => loadTpch(run.data, hdfs, dataFolder(scaleFactor), step));
  const answers = await progress.step('answer with DuckDB', (step) =>
    answerWithDuckDb(run.data.directory, queries, step),
  );
  const client = await clientOf(run);
  const outcomes: Array<{ queries: QueryOutcome[]; runtime: RuntimeOutcome }> = [];
  for (const runtime of run.runtimes) {
    const application = await progress.step(`run TPC-H in ${runtime}`, (step) =>
      runApplication(run, runtime, queries, hdfs, client, step),
    );
    outcomes.push({
      queries: judge(application, runtime, queries, answers),
      runtime: describeRuntime(run, application, runtime),
    });
  }
  return {
    scaleFactor,
    queries: outcomes.flatMap((outcome) => outcome.queries),
    runtimes: outcomes.map((outcome) => outcome.runtime),
  };
};

const runApplication = async (
  run: TpchRun,
  runtime: string,
  queries: readonly Query[],
  hdfs: WebHdfs,
  client: Client,
  progress: Progress,
): Promise<TpchApplication> => {
  const folder = `/firebreak/tpch/runs/${runtime}-${randomBytes(6).toString('hex')}`;
  const files = {
    script: `${folder}/tpch.py`,
    observe: `${folder}/observe.py`,
    queries: `${folder}/queries.json`,
    result: `${folder}/result`,
  };
  try {
    await hdfs.makeFolder(folder, '755');
    await hdfs.makeFolder(files.result, '700');
    await hdfs.setOwner(files.result, run.user);
    await hdfs.upload(fileURLToPath(new URL('spark/tpch.py', import.meta.url)), files.script);
    await hdfs.upload(fileURLToPath(new URL('../../spark/observe.py', import.meta.url)), files.observe);
    await hdfs.writeText(JSON.stringify(queries.map(({ query, sql }) => ({ query, sql }))), files.queries);
    const submission = submitArguments({
      ...onFileSystem(run.layout, { ...files, data: dataFolder(run.data.scaleFactor) }),
      runtime,
      executors: run.executors ?? 1,
      ...(run.queue === undefined ? {} : { queue: run.queue }),
    });
    await submitAndWait(
      client,
      {
        name: 'TPC-H',
        arguments: submission,
        timeoutSeconds: run.timeoutSeconds ?? 1800,
        describe: async () =>
          `${(await hdfs.list(`${files.result}/progress`)).filter(({ name }) => /^q\d+$/.test(name)).length} of ${queries.length} queries`,
      },
      progress,
    );
    const application = parseTpchApplication(await hdfs.readText(`${files.result}/application.json`));
    requireOwnKernel(application, runtime);
    return application;
  } finally {
    // Also after a cancellation, which the first connection no longer answers.
    await hdfsOf(run.layout, AbortSignal.timeout(10_000))
      .remove(folder)
      .catch(() => {});
  }
};

type Paths = Readonly<Record<'script' | 'observe' | 'queries' | 'result' | 'data', string>>;

const onFileSystem = (layout: Layout, paths: Paths): Paths => ({
  script: hdfsUri(layout, paths.script),
  observe: hdfsUri(layout, paths.observe),
  queries: hdfsUri(layout, paths.queries),
  result: hdfsUri(layout, paths.result),
  data: hdfsUri(layout, paths.data),
});

const judge = (
  application: TpchApplication,
  runtime: string,
  queries: readonly Query[],
  answers: ReadonlyMap<number, Answer>,
): QueryOutcome[] =>
  queries.map((query) => {
    const got = application.queries.find((each) => each.query === query.query);
    const expected = answers.get(query.query);
    const outcome = { query: query.query, runtime, seconds: got?.seconds ?? 0, rows: 0 };
    if (got === undefined || expected === undefined) {
      return { ...outcome, correct: false, reason: 'no answer' };
    }
    if ('error' in got) {
      return { ...outcome, correct: false, reason: got.error };
    }
    return { ...outcome, rows: got.rows.length, ...compareAnswers(got, expected, query) };
  });

/** A stronger class than runc that shows the host's kernel inside is not what it says: nothing is reported of it. */
const requireOwnKernel = (application: TpchApplication, runtime: string): void => {
  const hosts = [application.driver, ...application.executors].filter(({ kernel }) => kernel === release());
  if (runtime === 'runc' || hosts.length === 0) return;
  throw new FirebreakError({
    code: 'FB-TPCH-KERNEL',
    message: `Containers of ${application.application} saw the host’s kernel, though they were asked to run in ${runtime}.`,
    because: `${hosts.map(({ hostname }) => hostname).join(', ')} saw ${release()}`,
    next: 'firebreak logs agent',
  });
};

const describeRuntime = ({ spec }: TpchRun, application: TpchApplication, runtime: string): RuntimeOutcome => ({
  name: runtime,
  engine: engineNamed(spec, runtime),
  handler: runtimeClass(runtime)?.handler ?? runtime,
  kernel: application.driver.kernel,
  hostKernel: release(),
  application: application.application,
  driver: application.driver,
  executors: application.executors,
  sessionSeconds: application.sessionSeconds,
});
