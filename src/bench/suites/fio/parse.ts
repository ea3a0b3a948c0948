import { z } from 'zod';

const direction = z.object({
  bw_bytes: z.number(),
  iops: z.number(),
  total_ios: z.number(),
  clat_ns: z.object({ percentile: z.record(z.string(), z.number()).optional() }),
});

const output = z.object({
  'fio version': z.string(),
  jobs: z.array(z.object({ error: z.literal(0), read: direction, write: direction })).length(1),
});

export interface FioDirection {
  readonly bytesPerSecond: number;
  readonly operationsPerSecond: number;
  /** Completion latency by quantile (0 to 1), milliseconds. */
  readonly latency: ReadonlyArray<{ readonly q: number; readonly value: number }>;
}

export interface FioResult {
  readonly version: string;
  /** Undefined where the job did nothing of the kind. */
  readonly read: FioDirection | undefined;
  readonly write: FioDirection | undefined;
}

/** Reads `fio --output-format=json` of one group of jobs; fio may print warnings before its document. */
export const parseFio = (text: string): FioResult => {
  const parsed = output.parse(JSON.parse(text.slice(text.indexOf('{'))));
  const [job] = parsed.jobs;
  if (job === undefined) throw new Error('no job');
  return { version: parsed['fio version'], read: directionOf(job.read), write: directionOf(job.write) };
};

const directionOf = (given: z.infer<typeof direction>): FioDirection | undefined =>
  given.total_ios === 0
    ? undefined
    : {
        bytesPerSecond: given.bw_bytes,
        operationsPerSecond: given.iops,
        latency: Object.entries(given.clat_ns.percentile ?? {})
          .map(([percent, nanoseconds]) => ({ q: Number(percent) / 100, value: nanoseconds / 1e6 }))
          .sort((a, b) => a.q - b.q),
      };
