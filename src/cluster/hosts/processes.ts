import { readdir, readFile, readlink } from 'node:fs/promises';

/** A process of the host, as /proc shows it. */
export interface HostProcess {
  readonly pid: number;
  readonly command: readonly string[];
  readonly environment: readonly string[];
  readonly executable: string;
  readonly cgroups: string;
}

/** Processes that `matches`, this one left out. What ends while it is looked at is not there. */
export const findProcesses = async (matches: (candidate: HostProcess) => boolean): Promise<HostProcess[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = await Promise.all(pids.filter((pid) => pid !== process.pid).map(readProcess));
  return all.filter((candidate) => candidate !== undefined).filter(matches);
};

const readProcess = async (pid: number): Promise<HostProcess | undefined> => {
  try {
    const [command, environment, executable, cgroups] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readFile(`/proc/${pid}/environ`, 'utf8'),
      // Kernel threads and zombies have none.
      readlink(`/proc/${pid}/exe`).catch(() => ''),
      readFile(`/proc/${pid}/cgroup`, 'utf8'),
    ]);
    if (executable === '') return undefined;
    return { pid, command: command.split('\0'), environment: environment.split('\0'), executable, cgroups };
  } catch {
    return undefined;
  }
};
