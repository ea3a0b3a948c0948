import { endProcess, findProcesses, type HostProcess } from '../../processes.ts';
import type { Layout } from '../layout.ts';
import { cgroupParent } from '../services/dockerd.ts';
import { serviceMark } from '../services/java-daemon.ts';
import { supervisedBy } from '../supervision/supervisor.ts';
import { until } from '../until.ts';

/**
 * Processes of the cluster, whatever became of whoever started them: below our supervisor (its mark is inherited),
 * marked JVMs, launchers, and everything in the containers' cgroup.
 */
export const clusterProcesses = (layout: Layout): Promise<HostProcess[]> =>
  findProcesses((candidate) => isOfCluster(candidate, layout));

const isOfCluster = (candidate: HostProcess, layout: Layout): boolean =>
  (candidate.own && isMarked(candidate, layout)) ||
  candidate.cgroups.split('\n').some((line) => line.includes(`:${cgroupParent(layout.name)}/`));

const isMarked = ({ environment, command, executable }: HostProcess, layout: Layout): boolean =>
  environment.includes(`${supervisedBy}=${layout.run}`) ||
  command.some((word) => word.startsWith(serviceMark(layout.name, ''))) ||
  executable.replace(/ \(deleted\)$/, '').startsWith(`${layout.bin}/`);

/** Kills until none is left. */
export const killLeftovers = (layout: Layout, signal: AbortSignal): Promise<void> =>
  until(
    async () => {
      const left = await clusterProcesses(layout);
      for (const { pid } of left) endProcess(pid);
      return left.length === 0;
    },
    {
      signal,
      seconds: 10,
      what: 'the processes of the cluster to end',
      because: async () =>
        (await clusterProcesses(layout)).map(({ pid, executable }) => `${pid} ${executable}`).join(', '),
    },
  );
