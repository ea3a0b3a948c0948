import { z } from 'zod';

/** `scratch` of a runtime class in cluster.yaml: where Spark shuffles and spills. */
export const scratchPlace = z.enum(['shared', 'memory']);

/** The same of a class that boots a virtual machine, which may have a disk of its own. */
export const machineScratchPlace = z.enum([...scratchPlace.options, 'block']);
