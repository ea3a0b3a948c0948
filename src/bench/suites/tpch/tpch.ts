import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from '../../../distribution/folders.ts';
import { installTpchgen } from '../../../distribution/tpchgen.ts';
import type { Progress } from '../../../progress.ts';
import { byPreset } from '../../preset.ts';
import { hdfsOf, hdfsUri } from '../../spark/client.ts';
import { cpuObservations } from '../../spark/cpu-observations.ts';
import { passObservations } from '../../spark/pass-observations.ts';
import { type ApplicationResult, runApplication } from '../../spark/run-application.ts';
import { type Measurement, type Observation, type Site, type Suite, type Trial, VoidTrial } from '../../suite.ts';
import type { Answer } from './answer.ts';
import { answerWithDuckDb } from './answers.ts';
import { parseTpchApplication, type TpchApplication } from './application.ts';
import { compareAnswers } from './compare.ts';
import { loadTpch } from './load.ts';
import { prepareTpch } from './prepare.ts';
import { type Query, readQueries } from './queries.ts';
import { sizing } from './sizing.ts';

/** Spark itself: the 22 queries of TPC-H over Parquet in HDFS. */
export const tpch: Suite = {
  name: 'tpch',
  summary: 'what Spark SQL costs, query by query, and where the time goes',
  weight: 10,
  open: async (site, progress) => {
    const plan = await prepare(site, progress);
    return {
      trials: [tpchTrial((where, step) => measureTpch(plan, where, step))],
      notMeasured: [
        { what: 'Spark without containers', because: 'every container of the cluster is started by the product' },
      ],
      [Symbol.asyncDispose]: async () => {},
    };
  },
};

export const tpchTrial = (measure: Trial['measure']): Trial => ({
  name: 'tpch',
  // The JVMs of every application are new: nothing is warmed up but the page cache, and that is done by hand.
  warmUps: 0,
  maximumRounds: 20,
  goal: { metric: 'time', over: 'geometric mean' },
  measure,
});

/** Data in HDFS, and the right answers to all queries over it. */
export const prepare = async (site: Site, progress: Progress): Promise<Plan> => {
  const scaleFactor = Number(site.options.scaleFactor ?? 1);
  const queries = await readQueries(scaleFactor);
  const tpchgen = await installTpchgen(progress);
  const directory = join(cacheDir(), 'tpch');
  const data = await progress.step('make TPC-H data', (step) => prepareTpch({ scaleFactor, tpchgen, directory }, step));
  const target = `/firebreak/tpch/sf-${scaleFactor}`;
  const hdfs = hdfsOf(site.cluster.layout, progress.signal);
  await progress.step('load TPC-H into HDFS', (step) => loadTpch(data, hdfs, target, step));
  const answers = await progress.step('answer with DuckDB', (step) => answerWithDuckDb(data.directory, queries, step));
  const passes = byPreset(site.options, { smoke: 1, quick: 2, standard: 3 });
  return { site, queries, answers, target, scaleFactor, passes };
};

export interface Plan {
  readonly site: Site;
  readonly queries: readonly Query[];
  readonly answers: ReadonlyMap<number, Answer>;
  /** HDFS folder of the tables. */
  readonly target: string;
  readonly scaleFactor: number;
  readonly passes: number;
}

/** One application: all queries, several times, in a runtime class. @throws VoidTrial */
export const measureTpch = async (plan: Plan, runtime: string, progress: Progress): Promise<Measurement> => {
  const { site, queries, target, passes } = plan;
  const { layout } = site.cluster;
  await warmPageCache(layout.hdfsData);
  const result = await runApplication(
    site,
    {
      name: 'tpch',
      runtime,
      script: new URL('spark/tpch.py', import.meta.url),
      texts: { 'queries.json': JSON.stringify(queries.map(({ query, sql }) => ({ query, sql }))) },
      settings: { ...sizing, 'spark.executor.instances': '1' },
      arguments: [
        ...['--data', hdfsUri(layout, target), '--queries', 'queries.json'],
        ...['--executors', '1', '--passes', String(passes)],
      ],
      timeoutSeconds: 3600,
      watchesCpu: true,
    },
    progress,
  );
  const application = parseTpchApplication(result.document);
  requireRightAnswers(plan, application, runtime);
  return {
    observations: observationsOf(plan, application, result),
    resources: {
      ...result.seen.resources,
      driverCpus: application.driver.jvm.cpus,
      driverHeapBytes: application.driver.jvm.maxHeapBytes,
      driverJvmFlags: application.driver.jvmFlags,
      executors: application.executors.length,
    },
    kernel: result.seen.kernel,
    emulated: result.seen.emulated,
    raw: { 'tpch.json': JSON.stringify(timesOf(application)) },
  };
};

/** Every file that HDFS holds is read once, so that each application finds it in memory. */
const warmPageCache = async (folder: string): Promise<void> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile() && each.name.startsWith('blk_'))) {
    const stream = createReadStream(join(entry.parentPath, entry.name), { highWaterMark: 1 << 20 });
    // A block may be deleted meanwhile: then nothing reads it any more.
    await new Promise<void>((resolve) =>
      stream
        .on('close', resolve)
        .on('error', () => resolve())
        .resume(),
    );
  }
};

/** @throws VoidTrial on any answer of any pass that is not DuckDB's */
const requireRightAnswers = ({ queries, answers, passes }: Plan, application: TpchApplication, runtime: string) => {
  for (const query of queries) {
    const got = application.queries.filter((each) => each.query === query.query);
    const expected = answers.get(query.query);
    const wrong = (reason: string) => new VoidTrial(`Q${query.query} in ${runtime}: ${reason}`);
    if (expected === undefined || got.length !== passes) throw wrong(`${got.length} answers instead of ${passes}`);
    for (const each of got) {
      if ('error' in each) throw wrong(each.error);
      const { correct, reason } = compareAnswers(each, expected, query);
      if (!correct) throw wrong(reason ?? 'differs from DuckDB');
    }
  }
};

const observationsOf = (
  { queries, scaleFactor }: Plan,
  application: TpchApplication,
  { executed, watched }: ApplicationResult,
): Observation[] => [
  ...queries.flatMap(({ query, title }) =>
    passObservations(
      { name: `Q${query}`, parameters: { title, scaleFactor }, family: 'TPC-H' },
      `q${query}`,
      application.queries.filter((each) => each.query === query).map((each) => each.seconds),
      executed,
    ),
  ),
  ...cpuObservations({ name: 'all queries', parameters: { scaleFactor } }, application.passes, watched),
];

/** What the application wrote, without the rows: they were right. */
const timesOf = ({ queries, ...application }: TpchApplication) => ({
  ...application,
  queries: queries.map(({ query, pass, seconds }) => ({ query, pass, seconds })),
});
