import { z } from 'zod';
import { conclusion } from '../evidence/conclusion.ts';
import { run } from '../evidence/run.ts';
import { parameters, reading } from '../evidence/sample.ts';

const interval = z.strictObject({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.int(),
  confidence: z.number().describe('0.95; less below six samples, where low and high are the range seen'),
});

const verdict = z.strictObject({
  target: z.string().describe('the goal in words'),
  outcome: z
    .enum(['met', 'missed', 'undecided'])
    .describe('undecided: the interval holds the limit, or is not 95 % sure'),
});

const ratio = interval.extend({
  baseline: z.string(),
  cost: z.number().describe('how many times worse than the baseline: the ratio, inverted where higher is better'),
  costLow: z.number(),
  costHigh: z.number(),
  precise: z.boolean().describe('the interval is as narrow as the plan wanted it'),
  withoutFlagged: z.number().optional().describe('the ratio without the rounds that deserve doubt'),
});

/** One number of the report: a metric of a case in a runtime. */
export const figure = z.strictObject({
  suite: z.string(),
  trial: z.string(),
  case: z.string(),
  caseName: z.string(),
  parameters,
  metric: z.string(),
  unit: z.string(),
  better: reading.shape.better,
  partOf: z.string().optional(),
  runtime: z.string(),
  isCeiling: z.boolean().describe('what the host could do at best, in no container'),
  emulated: z.boolean(),
  median: interval,
  flagged: z.int().describe('how many of the samples deserve doubt'),
  values: z.array(z.number()).describe('every counted sample, in the order they were taken'),
  distribution: reading.shape.distribution.describe('medians over samples of what lies behind the values'),
  ratio: ratio.optional().describe('to the baseline; absent for the baseline itself'),
  ceiling: z.strictObject({ name: z.string(), value: z.number() }).optional(),
  verdict: verdict.optional(),
});

/** The geometric mean of the ratios of one family of cases, e.g. the TPC-H queries. */
export const mean = ratio.extend({
  suite: z.string(),
  trial: z.string(),
  family: z.string(),
  metric: z.string(),
  cases: z.int(),
  runtime: z.string(),
  emulated: z.boolean(),
  verdict: verdict.optional(),
});

/** report.json. */
export const figures = z.strictObject({
  schema: z.literal(1),
  run: run.omit({ environment: true }),
  environment: run.shape.environment,
  means: z.array(mean),
  figures: z.array(figure),
  conclusions: z.array(conclusion),
  samples: z.strictObject({
    counted: z.int(),
    unfinished: z.int().describe('of rounds that were not measured in every runtime: not counted'),
    warmUps: z.int().describe('not counted'),
    flagged: z.int().describe('counted, though the host was slow just then'),
  }),
});

export type Interval = z.infer<typeof interval>;
export type Verdict = z.infer<typeof verdict>;
export type Ratio = z.infer<typeof ratio>;
export type Figure = z.infer<typeof figure>;
export type Mean = z.infer<typeof mean>;
export type Figures = z.infer<typeof figures>;
