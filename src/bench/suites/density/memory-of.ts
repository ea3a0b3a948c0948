import { readdir, readFile } from 'node:fs/promises';
import type { ContainerState } from '../../../engines/engine.ts';
import { proportionalKibibytes } from './proportional.ts';

/**
 * Memory of the host that these containers take, MiB: the proportional set size (smaps_rollup, proc(5)) of every
 * process that serves one of them, inside it or beside it (shim, gVisor's sentry and gofer, a VMM, our launcher).
 */
export const memoryOf = async (containers: readonly Pick<ContainerState, 'id' | 'name'>[]): Promise<number> => {
  const names = containers.flatMap(({ id, name }) => [id, name]);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const sizes = await Promise.all(pids.map(async (pid) => ((await serves(pid, names)) ? kibibytesOf(pid) : 0)));
  return sizes.reduce((sum, each) => sum + each, 0) / 1024;
};

/** By its control group, or by the container's id or name among its arguments. */
const serves = async (pid: string, names: readonly string[]): Promise<boolean> => {
  const told = await Promise.all(['cgroup', 'cmdline'].map((file) => textOf(`/proc/${pid}/${file}`)));
  return told.some((text) => names.some((name) => text.includes(name)));
};

const kibibytesOf = async (pid: string): Promise<number> =>
  proportionalKibibytes(await textOf(`/proc/${pid}/smaps_rollup`));

/** Processes end at any time; a kernel thread has nothing. */
const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
