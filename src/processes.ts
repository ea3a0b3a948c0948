import { readdir, readFile, readlink } from 'node:fs/promises';

/** A process of the host, as /proc shows it. */
export interface HostProcess {
  readonly pid: number;
  readonly command: readonly string[];
  readonly environment: readonly string[];
  readonly executable: string;
  readonly cgroups: string;
  /** False inside a container, or a machine made of namespaces, whose files may have the same names as this one's. */
  readonly own: boolean;
}

/** Processes that `matches`, this one left out. What ends while it is looked at is not there. */
export const findProcesses = async (matches: (candidate: HostProcess) => boolean): Promise<HostProcess[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const namespace = await namespaceOf('self');
  const read = (pid: number): Promise<HostProcess | undefined> => readProcess(pid, namespace);
  const all = await Promise.all(pids.filter((pid) => pid !== process.pid).map(read));
  return all.filter((candidate) => candidate !== undefined).filter(matches);
};

/** Ends a process at once, unless it has ended by itself. */
export const endProcess = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown;
  }
};

const namespaceOf = (pid: number | 'self'): Promise<string> => readlink(`/proc/${pid}/ns/pid`);

const readProcess = async (pid: number, namespace: string): Promise<HostProcess | undefined> => {
  try {
    const [command, environment, executable, cgroups, own] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readFile(`/proc/${pid}/environ`, 'utf8'),
      // Kernel threads and zombies have none.
      readlink(`/proc/${pid}/exe`).catch(() => ''),
      readFile(`/proc/${pid}/cgroup`, 'utf8'),
      namespaceOf(pid).then((found) => found === namespace),
    ]);
    if (executable === '') return undefined;
    return { pid, command: command.split('\0'), environment: environment.split('\0'), executable, cgroups, own };
  } catch {
    return undefined;
  }
};
