import { z } from 'zod';
import { figures } from './figures-schema.ts';

/** The JSON Schema of report.json, as published in schema/report.schema.json. */
export const figuresSchema = (): string => {
  const schema = z.toJSONSchema(figures, { target: 'draft-2020-12' });
  return JSON.stringify({ title: 'Firebreak report: report.json', ...schema }, undefined, 2) + '\n';
};
