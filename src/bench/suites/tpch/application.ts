import { z } from 'zod';
import { FirebreakError, reasonOf } from '../../../errors.ts';
import { observed } from '../../spark/observed.ts';

const answered = z.object({
  query: z.int(),
  /** 0 the first time, then 1, 2, …: all queries are run in turn, then all again. */
  pass: z.int(),
  /** Planning, execution and bringing every row to the driver. */
  seconds: z.number(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.string().nullable())),
});

const failed = z.object({ query: z.int(), pass: z.int(), seconds: z.number(), error: z.string() });

const tpchApplication = z.object({
  schema: z.literal(1),
  application: z.string(),
  spark: z.string(),
  sessionSeconds: z.number(),
  tablesSeconds: z.number(),
  driver: observed.extend({ jvm: z.object({ cpus: z.int(), maxHeapBytes: z.number() }) }),
  executors: z.array(observed),
  queries: z.array(z.union([answered, failed])),
  passes: z.array(z.object({ from: z.number(), to: z.number() })).describe('milliseconds since 1970'),
});

/** What spark/tpch.py writes when it is done. */
export type TpchApplication = z.infer<typeof tpchApplication>;

/** Parses the document of spark/tpch.py; throws `FB-TPCH-RESULT`. */
export const parseTpchApplication = (text: string): TpchApplication => {
  try {
    return tpchApplication.parse(JSON.parse(text));
  } catch (thrown) {
    throw new FirebreakError({
      code: 'FB-TPCH-RESULT',
      message: 'the TPC-H application wrote a result that cannot be read',
      because: reasonOf(thrown).slice(0, 500),
      cause: thrown,
    });
  }
};
