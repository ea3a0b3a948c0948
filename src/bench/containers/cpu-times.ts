/** CPU time of everything in a control group since it was made, seconds. */
export interface CpuTimes {
  readonly total: number;
  /** Outside of the host's kernel: the program's, and what its runtime class does in user space. */
  readonly user: number;
  /** In the host's kernel. */
  readonly system: number;
}

/** What the kernel calls USER_HZ: the same on every machine that runs Linux programs. */
const ticksPerSecond = 100;

const numberIn = (text: string, name: string): number =>
  Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);

/** `cpuacct.usage` (nanoseconds) and `cpuacct.stat` (ticks) of version 1. */
export const cpuTimesOfVersion1 = (usage: string, stat: string): CpuTimes => ({
  total: Number(usage) / 1e9,
  user: numberIn(stat, 'user') / ticksPerSecond,
  system: numberIn(stat, 'system') / ticksPerSecond,
});

/** `cpu.stat` (microseconds) of version 2. */
export const cpuTimesOfVersion2 = (stat: string): CpuTimes => ({
  total: numberIn(stat, 'usage_usec') / 1e6,
  user: numberIn(stat, 'user_usec') / 1e6,
  system: numberIn(stat, 'system_usec') / 1e6,
});
