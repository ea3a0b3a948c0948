import { z } from 'zod';
import { clusterSpec } from './spec.ts';

/** The JSON Schema of `cluster.yaml`, as published in schema/cluster.schema.json: what a user may write. */
export const clusterSchema = (): string => {
  const schema = z.toJSONSchema(clusterSpec, { io: 'input', target: 'draft-2020-12' });
  return JSON.stringify({ title: 'Firebreak cluster', ...schema }, undefined, 2) + '\n';
};
