/** Labels that every container of ours carries; the engine is the only record of what runs. */
export const label = {
  cluster: 'io.firebreak.cluster',
  application: 'io.firebreak.application',
  container: 'io.firebreak.container',
  tenant: 'io.firebreak.tenant',
  runtime: 'io.firebreak.runtime',
  user: 'io.firebreak.user',
  /** What YARN granted: MiB, and virtual cores. */
  memory: 'io.firebreak.memory',
  vcores: 'io.firebreak.vcores',
} as const;
