import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { canAccess } from '../../can-access.ts';
import type { ContainerSpec } from '../engine.ts';
import { removeCgroups } from '../remove-cgroups.ts';

const root = '/sys/fs/cgroup';
const period = 100_000;

type Limits = Pick<ContainerSpec, 'memoryBytes' | 'cpus' | 'pidsLimit'>;

/** gVisor's shim puts the sandbox into the last folder of its path whose name begins with `pod`. */
export const podCgroup = (parent: string, name: string): string => `${parent}/pod-${name}`;

/** Makes a pod's cgroup and sets its limits, as a kubelet does. */
export const makePodCgroup = async (path: string, limits: Limits): Promise<void> => {
  const files = (await isUnified()) ? await unifiedFiles(path, limits) : splitFiles(path, limits);
  for (const [file, value] of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${value}`);
  }
};

export const removePodCgroup = (path: string): Promise<void> => removeCgroups(path);

/** Whether the kernel killed a process in it for its memory. */
export const ranOutOfMemory = async (path: string): Promise<boolean> => {
  const files = [`${root}/memory${path}/memory.oom_control`, `${root}${path}/memory.events`];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.some((text) => /^oom_kill [1-9]/m.test(text));
};

const isUnified = (): Promise<boolean> => canAccess(`${root}/cgroup.controllers`);

const splitFiles = (path: string, { memoryBytes, cpus, pidsLimit }: Limits): [string, number][] => [
  [`${root}/memory${path}/memory.limit_in_bytes`, memoryBytes],
  [`${root}/cpu${path}/cpu.cfs_period_us`, period],
  [`${root}/cpu${path}/cpu.cfs_quota_us`, Math.round(cpus * period)],
  [`${root}/pids${path}/pids.max`, pidsLimit],
];

/** The folders above it must hand their controllers down. */
const unifiedFiles = async (
  path: string,
  { memoryBytes, cpus, pidsLimit }: Limits,
): Promise<[string, string | number][]> => {
  const above = path.split('/').slice(1, -1);
  const folders = above.map((_, index) => `${root}/${above.slice(0, index + 1).join('/')}`);
  return [
    ...[root, ...folders].map((folder): [string, string] => [`${folder}/cgroup.subtree_control`, '+memory +cpu +pids']),
    [`${root}${path}/memory.max`, memoryBytes],
    [`${root}${path}/memory.swap.max`, 0],
    [`${root}${path}/cpu.max`, `${Math.round(cpus * period)} ${period}`],
    [`${root}${path}/pids.max`, pidsLimit],
  ];
};
