import { z } from 'zod';
import type { Progress } from '../../../progress.ts';
import { byPreset } from '../../preset.ts';
import { passObservations } from '../../spark/pass-observations.ts';
import { runApplication } from '../../spark/run-application.ts';
import { type Measurement, type Site, type Suite, VoidTrial } from '../../suite.ts';
import { sizing } from '../tpch/sizing.ts';

/** Rows of 100 bytes. */
interface Sort {
  readonly rows: number;
  readonly passes: number;
}

/** Moving data between executors: a sort of everything, in the manner of TeraSort. */
export const shuffle: Suite = {
  name: 'shuffle',
  summary: 'what sorting costs when every row moves between executors, through files and sockets',
  weight: 2,
  open: async (site) => {
    const sort = byPreset<Sort>(site.options, {
      smoke: { rows: 10_000, passes: 1 },
      quick: { rows: 50_000, passes: 2 },
      standard: { rows: 2_000_000, passes: 3 },
    });
    return {
      trials: [
        {
          name: 'sort',
          warmUps: 0,
          maximumRounds: 10,
          goal: { metric: 'time', over: 'each case' },
          measure: (where, progress) => measure(site, where, sort, progress),
        },
      ],
      [Symbol.asyncDispose]: async () => {},
    };
  },
};

const sorted = z.object({
  schema: z.literal(1),
  passes: z.array(z.object({ seconds: z.number(), sameRows: z.boolean(), outOfOrder: z.int() })),
});

const partitions = 8;

const measure = async (site: Site, runtime: string, sort: Sort, progress: Progress): Promise<Measurement> => {
  const result = await runApplication(
    site,
    {
      name: 'shuffle',
      runtime,
      script: new URL('shuffle.py', import.meta.url),
      settings: {
        ...sizing,
        // Two, with half of the cores each: so that half of what moves goes over the network.
        'spark.executor.instances': '2',
        'spark.executor.cores': '1',
        'spark.executor.extraJavaOptions': '-XX:+UseG1GC -XX:ActiveProcessorCount=1',
        'spark.sql.shuffle.partitions': String(partitions),
        'spark.sql.adaptive.enabled': 'false',
      },
      arguments: [
        ...['--rows', String(sort.rows), '--partitions', String(partitions)],
        ...['--passes', String(sort.passes)],
      ],
      timeoutSeconds: 1800,
    },
    progress,
  );
  const { passes } = sorted.parse(JSON.parse(result.document));
  for (const { sameRows, outOfOrder } of passes)
    if (!sameRows || outOfOrder > 0)
      throw new VoidTrial(
        `the sort in ${runtime} was wrong: ${sameRows ? `${outOfOrder} rows out of order` : 'other rows came out'}`,
      );
  return {
    observations: passObservations(
      { name: 'sort', parameters: { rows: sort.rows, bytes: sort.rows * 100, partitions, executors: 2 } },
      'sort',
      passes.map(({ seconds }) => seconds),
      result.executed,
    ),
    ...result.seen,
    raw: { 'shuffle.json': result.document },
  };
};
