import { readdir, readFile } from 'node:fs/promises';
import { cpus, hostname, release, totalmem } from 'node:os';
import { hostRelease } from '../../distribution/host-packages.ts';
import type { Environment } from '../../evidence/run.ts';

const vulnerabilities = '/sys/devices/system/cpu/vulnerabilities';

/** The machine, as far as figures depend on it. */
export const hostEnvironment = async (): Promise<Environment['host']> => {
  const processors = cpus();
  return {
    hostname: hostname(),
    release: await hostRelease(),
    kernel: release(),
    processor: processors[0]?.model ?? 'unknown',
    processors: processors.length,
    memoryBytes: totalmem(),
    governor: await textOf('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor', 'not visible on this machine'),
    sharedHugePages: await textOf('/sys/kernel/mm/transparent_hugepage/shmem_enabled', 'not in this kernel'),
    cgroups: (await textOf('/sys/fs/cgroup/cgroup.controllers', '')) === '' ? 'version 1' : 'version 2',
    mitigations: await mitigations(),
  };
};

const mitigations = async (): Promise<Record<string, string>> => {
  const names = await readdir(vulnerabilities).catch(() => []);
  const entries = names.sort().map(async (name) => [name, await textOf(`${vulnerabilities}/${name}`, 'unknown')]);
  return Object.fromEntries(await Promise.all(entries));
};

const textOf = (file: string, otherwise: string): Promise<string> =>
  readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => otherwise,
  );
