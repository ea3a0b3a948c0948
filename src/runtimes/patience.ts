import { z } from 'zod';

/** `patience` of a runtime class in cluster.yaml. */
export const patience = z
  .int()
  .min(1)
  .max(30)
  .describe('Time-outs of YARN and Spark where a tenant runs in it, as a multiple of their own defaults');
