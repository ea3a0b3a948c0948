import { z } from 'zod';

/** `scratch` of a runtime class in cluster.yaml: where Spark shuffles and spills. */
export const scratchPlace = z.enum(['shared', 'memory']);
