import { z } from 'zod';
import { conclusion } from './conclusion.ts';
import { run } from './run.ts';
import { sample } from './sample.ts';

/** The JSON Schemas of a run's files, as published in schema/. */
export const evidenceSchemas = (): Readonly<Record<string, string>> => ({
  'run.schema.json': published('Firebreak run: run.json', run),
  'sample.schema.json': published('Firebreak sample: one line of samples.jsonl', sample),
  'conclusion.schema.json': published('Firebreak conclusion: one line of conclusions.jsonl', conclusion),
});

const published = (title: string, schema: z.ZodType): string =>
  JSON.stringify({ title, ...z.toJSONSchema(schema, { target: 'draft-2020-12' }) }, undefined, 2) + '\n';
