import { z } from 'zod';

/** One figure that a measurement gave. */
export const reading = z.strictObject({
  metric: z.string().min(1).describe('name within its suite, e.g. `read throughput`'),
  unit: z.string().describe('e.g. `MB/s`, `ms`, `1/s`'),
  better: z.enum(['higher', 'lower', 'neither']).describe('`neither` explains other figures and is not judged'),
  value: z.number(),
  partOf: z.string().optional().describe('metric of the same case that this one is a part of, e.g. `task time`'),
  distribution: z
    .array(z.strictObject({ q: z.number().min(0).max(1), value: z.number() }))
    .optional()
    .describe('quantiles of what lies behind the value, where a tool gives them (latency)'),
});

export const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** How fast the host itself was just then: fixed work of three kinds, and who else was at work. */
export const calibration = z.strictObject({
  spinMilliseconds: z.number().describe('a fixed amount of hashing on one CPU (SHA-256)'),
  copyMilliseconds: z.number().describe('copies of 64 MiB of memory'),
  diskMilliseconds: z.number().describe('writing 4 MiB to the run’s folder and syncing it'),
  load: z.number().describe('the kernel’s load average over a minute'),
});

/** What a container was given and saw: the same in every runtime, or the run stops. */
export const resources = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

/** One line of `samples.jsonl`: one case, measured once in one runtime. */
export const sample = z.strictObject({
  suite: z.string(),
  trial: z.string().describe('what was measured in one go; rounds are its repetitions'),
  case: z.strictObject({
    name: z.string(),
    parameters,
    family: z
      .string()
      .optional()
      .describe('cases of one family are alike, e.g. the TPC-H queries: their ratios have a geometric mean'),
  }),
  runtime: z.string().describe('runtime class, or the name of a ceiling such as `host`'),
  ceiling: z.boolean().describe('no runtime class but what the host could do at best'),
  round: z.int().nonnegative().describe('samples of one round are pairs'),
  order: z.int().nonnegative().describe('position among all measurements of the run'),
  warmUp: z.boolean(),
  began: z.iso.datetime(),
  seconds: z.number().describe('how long the measurement took, start of containers included'),
  readings: z.array(reading),
  resources: resources.optional(),
  kernel: z.string().optional().describe('`uname -r` as seen inside'),
  emulated: z.boolean().optional().describe('the VM ran in software emulation: no figure for a headline'),
  calibration: z.strictObject({ before: calibration, after: calibration }),
  flags: z.array(z.string()).describe('why this sample deserves doubt; it is kept all the same'),
  raw: z.array(z.string()).describe('files with the tools’ own output, relative to the run’s folder'),
});

export type Reading = z.infer<typeof reading>;
export type Parameters = z.infer<typeof parameters>;
export type Calibration = z.infer<typeof calibration>;
export type Resources = z.infer<typeof resources>;
export type Sample = z.infer<typeof sample>;
