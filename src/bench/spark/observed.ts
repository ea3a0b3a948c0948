import { z } from 'zod';

/** What observe.py prints. */
export const observed = z.object({
  container: z.string().nullable(),
  hostname: z.string(),
  /** `uname -r` inside the container. */
  kernel: z.string(),
  kernelVersion: z.string(),
  procVersion: z.string().nullable(),
  /** The first `model name` of /proc/cpuinfo; no figure of an older run has it. */
  processor: z.string().nullish(),
  cpus: z.int(),
  memoryBytes: z.number().nullable(),
  /** The control group's limit, where the container can see it. */
  memoryLimitBytes: z.number().nullable(),
  /** -X and -XX options of Spark's JVM in the container. */
  jvmFlags: z.array(z.string()),
});

/** What a process in a container saw of the machine under it. */
export type ObservedHost = z.infer<typeof observed>;
