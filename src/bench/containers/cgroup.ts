import { readFile } from 'node:fs/promises';
import { type CpuTimes, cpuTimesOfVersion1, cpuTimesOfVersion2 } from './cpu-times.ts';

/** The control group of a container, read on its host: what the kernel really enforces and counts. */
export interface Cgroup {
  readonly cpu: () => Promise<CpuTimes>;
  readonly limits: () => Promise<Limits>;
}

export interface Limits {
  readonly memoryBytes: number;
  /** Quota over period; Infinity where there is none. */
  readonly cpus: number;
  /** Kernel's list format, e.g. `0-1`. */
  readonly cpuset: string;
  readonly pids: number;
}

/** The control group that the process `pid` is in, version 1 or 2. */
export const cgroupOf = async (pid: number): Promise<Cgroup> => {
  const folders = cgroupFolders(await readFile(`/proc/${pid}/cgroup`, 'utf8'));
  return folders.unified === undefined ? version1(folders.controllers) : version2(folders.unified);
};

/** `/proc/PID/cgroup`: folders by controller (version 1), or the unified one where version 2 is all there is. */
export const cgroupFolders = (
  text: string,
): { readonly unified: string | undefined; readonly controllers: ReadonlyMap<string, string> } => {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => /^\d+:([^:]*):(.*)$/.exec(line))
    .filter((match) => match !== null);
  const controllers = new Map(
    lines.flatMap(([, names = '', path = '']) =>
      names.split(',').map((name) => [name, `/sys/fs/cgroup/${name}${path}`] as const),
    ),
  );
  const unified = lines.find(([, names]) => names === '')?.[2];
  const hybrid = controllers.has('memory');
  return { unified: hybrid || unified === undefined ? undefined : `/sys/fs/cgroup${unified}`, controllers };
};

const version1 = (controllers: ReadonlyMap<string, string>): Cgroup => {
  const read = (controller: string, file: string) => text(`${controllers.get(controller) ?? ''}/${file}`);
  return {
    cpu: async () => cpuTimesOfVersion1(await read('cpuacct', 'cpuacct.usage'), await read('cpuacct', 'cpuacct.stat')),
    limits: async () => {
      const quota = Number(await read('cpu', 'cpu.cfs_quota_us'));
      return {
        memoryBytes: Number(await read('memory', 'memory.limit_in_bytes')),
        cpus: quota < 0 ? Number.POSITIVE_INFINITY : quota / Number(await read('cpu', 'cpu.cfs_period_us')),
        cpuset: await read('cpuset', 'cpuset.cpus'),
        pids: numberOrMax(await read('pids', 'pids.max')),
      };
    },
  };
};

const version2 = (folder: string): Cgroup => ({
  cpu: async () => cpuTimesOfVersion2(await text(`${folder}/cpu.stat`)),
  limits: async () => {
    const [quota = '', period = ''] = (await text(`${folder}/cpu.max`)).split(' ');
    return {
      memoryBytes: numberOrMax(await text(`${folder}/memory.max`)),
      cpus: numberOrMax(quota) / Number(period),
      cpuset: await text(`${folder}/cpuset.cpus.effective`),
      pids: numberOrMax(await text(`${folder}/pids.max`)),
    };
  },
});

const numberOrMax = (value: string): number => (value === 'max' ? Number.POSITIVE_INFINITY : Number(value));

const text = async (path: string): Promise<string> => (await readFile(path, 'utf8')).trim();
