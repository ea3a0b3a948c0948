import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { installPyarrow } from '../../../distribution/pyarrow.ts';
import type { Progress } from '../../../progress.ts';
import { byPreset } from '../../preset.ts';
import { hdfsOf, hdfsUri } from '../../spark/client.ts';
import { passObservations } from '../../spark/pass-observations.ts';
import { runApplication } from '../../spark/run-application.ts';
import { type Measurement, type Site, type Suite, VoidTrial } from '../../suite.ts';
import { sizing } from '../tpch/sizing.ts';

interface Work {
  readonly rows: number;
  readonly passes: number;
}

/** Handing rows to functions in Python, in batches of Arrow and one by one. */
export const arrow: Suite = {
  name: 'arrow',
  summary: 'what functions in Python cost: rows move from the JVM to a Python worker and back, through sockets',
  weight: 2,
  open: async (site, progress) => {
    const { image } = site.cluster.spec.distribution;
    if (image !== undefined)
      return nothing(`the image is your own (${image}), and pyarrow is pinned for the Python of ours`);
    const wheel = await progress.step('pyarrow', (step) => installPyarrow(step));
    const hdfs = hdfsOf(site.cluster.layout, progress.signal);
    const folder = `/firebreak/bench/pyarrow-${randomBytes(6).toString('hex')}`;
    await hdfs.makeFolder(folder, '755');
    // A wheel is a zip archive; YARN unpacks what is called one.
    await hdfs.upload(wheel, `${folder}/pyarrow.zip`);
    const archive = hdfsUri(site.cluster.layout, `${folder}/pyarrow.zip`);
    const work = byPreset<Work>(site.options, {
      smoke: { rows: 20_000, passes: 1 },
      quick: { rows: 200_000, passes: 2 },
      standard: { rows: 5_000_000, passes: 4 },
    });
    return {
      trials: [
        {
          name: 'functions in Python',
          warmUps: 0,
          maximumRounds: 10,
          goal: { metric: 'time', over: 'each case' },
          measure: (where, step) => measure(site, where, { ...work, archive }, step),
        },
      ],
      [Symbol.asyncDispose]: () => hdfsOf(site.cluster.layout, AbortSignal.timeout(30_000)).remove(folder),
    };
  },
};

const nothing = (because: string) => ({
  trials: [],
  notMeasured: [{ what: 'functions in Python, in batches of Arrow', because }],
  [Symbol.asyncDispose]: async () => {},
});

/** How a sum is made, as the program calls it and as the report does. */
const ways = [
  ['sql', 'sum by SQL alone'],
  ['arrow', 'sum by arrow_udf'],
  ['rows', 'sum by udf, row by row'],
] as const;

const summed = z.object({
  schema: z.literal(1),
  passes: z.array(z.object({ way: z.enum(ways.map(([way]) => way)), seconds: z.number(), sum: z.string() })),
});

const partitions = 4;

const measure = async (
  site: Site,
  runtime: string,
  { rows, passes, archive }: Work & { readonly archive: string },
  progress: Progress,
): Promise<Measurement> => {
  const result = await runApplication(
    site,
    {
      name: 'arrow',
      runtime,
      script: new URL('arrow.py', import.meta.url),
      settings: {
        ...sizing,
        'spark.executor.instances': '1',
        'spark.yarn.dist.archives': `${archive}#arrow`,
        'spark.yarn.appMasterEnv.PYTHONPATH': 'arrow',
        'spark.executorEnv.PYTHONPATH': 'arrow',
      },
      arguments: [...['--rows', String(rows), '--partitions', String(partitions)], ...['--passes', String(passes)]],
      timeoutSeconds: 1800,
    },
    progress,
  );
  const found = summed.parse(JSON.parse(result.document)).passes;
  const expected = sumOf(rows);
  for (const { way, sum } of found)
    if (sum !== expected) throw new VoidTrial(`sum by ${way} in ${runtime} gave ${sum}, not ${expected}`);
  return {
    observations: ways.flatMap(([way, name]) =>
      passObservations(
        { name, parameters: { rows, partitions, executors: 1 } },
        way,
        found.filter((pass) => pass.way === way).map(({ seconds }) => seconds),
        result.executed,
      ),
    ),
    ...result.seen,
    raw: { 'arrow.json': result.document },
  };
};

/** What the program sums up: 3n + (31n mod 97) over n below `rows`. */
const sumOf = (rows: number): string => {
  let rest = 0;
  for (let n = 0; n < rows; n++) rest += (n * 31) % 97;
  return String((3n * BigInt(rows) * BigInt(rows - 1)) / 2n + BigInt(rest));
};
