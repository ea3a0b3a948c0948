import { z } from 'zod';
import { parameters } from './sample.ts';

/** A runtime class as the run found it. */
export const measuredRuntime = z.strictObject({
  name: z.string(),
  engine: z.string(),
  handler: z.string(),
  version: z.string().describe('of the program behind the handler'),
  emulated: z.boolean().describe('runs in software emulation: labelled, and kept out of headlines'),
});

/** What is going to be measured, and how. */
export const plan = z.strictObject({
  suites: z.array(z.string()).min(1),
  runtimes: z.array(z.string()).min(1).describe('the first is the baseline of every ratio'),
  seed: z.int().describe('of every random order'),
  budgetSeconds: z.number().positive(),
  precision: z.number().describe('half width at which the 95 % interval of a ratio is narrow enough: 0.05 is ±5 %'),
  options: parameters.describe('of the suites, e.g. the scale factor'),
});

/** The machine and everything on it that a figure may depend on. */
export const environment = z.strictObject({
  host: z.strictObject({
    hostname: z.string(),
    release: z.string(),
    kernel: z.string(),
    processor: z.string(),
    processors: z.int(),
    memoryBytes: z.number(),
    governor: z.string(),
    sharedHugePages: z.string().optional().describe('/sys/kernel/mm/transparent_hugepage/shmem_enabled'),
    cgroups: z.string(),
    mitigations: z.record(z.string(), z.string()).describe('/sys/devices/system/cpu/vulnerabilities'),
  }),
  versions: z.record(z.string(), z.string()).describe('of every program that takes part'),
  checksums: z.record(z.string(), z.string()).describe('SHA-256 of what was installed'),
  image: z.strictObject({ reference: z.string(), digest: z.string() }),
  git: z.strictObject({ commit: z.string(), modified: z.boolean() }),
  configuration: z.record(z.string(), z.string()).describe('whole files, by name'),
});

/** `run.json`: written once, before the first sample. */
export const run = z.strictObject({
  schema: z.literal(1),
  id: z.string(),
  began: z.iso.datetime(),
  command: z.array(z.string()).describe('as typed'),
  plan,
  runtimes: z.array(measuredRuntime),
  environment,
});

export type MeasuredRuntime = z.infer<typeof measuredRuntime>;
export type Plan = z.infer<typeof plan>;
export type Environment = z.infer<typeof environment>;
export type Run = z.infer<typeof run>;
