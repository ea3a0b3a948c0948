import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerState } from '../../engines/engine.ts';
import { label } from '../../engines/labels.ts';
import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import type { Cluster } from '../clusters.ts';
import { nodeEngine } from '../container-status.ts';
import type { ServiceName } from '../services/service.ts';
import { servicesOf } from '../services/services.ts';
import { endRest, recordRest } from '../supervision/service-folder.ts';
import { startService, stopService, supervisors } from '../supervision/supervisor.ts';
import { isDrainable } from './drain.ts';

const patienceMilliseconds = 30_000;

const drainedServices = ({ spec, layout }: Cluster): ServiceName[] =>
  servicesOf(spec, layout.roles).filter(isDrainable);

/** On a host that its masters have let go: nothing of YARN's is left here, and these daemons stay down until `wake`. */
export const rest = async (cluster: Cluster, { signal }: Progress): Promise<void> => {
  const engine = nodeEngine(cluster);
  // Of an engine that does not answer nothing can be ended.
  const containers = (): Promise<ContainerState[]> => engine.list({ [label.cluster]: cluster.name }).catch(() => []);
  // A NodeManager that is sent away ends its containers before itself.
  const deadline = performance.now() + patienceMilliseconds;
  while ((await containers()).length > 0 && performance.now() < deadline) await delay(200, undefined, { signal });
  for (const name of drainedServices(cluster)) {
    await recordRest(cluster.layout, name);
    await stopService(cluster.layout, name);
  }
  // What is left now had a NodeManager that was gone already.
  for (const { name } of await containers()) await engine.remove(name);
};

/** Starts the daemons that `rest` has stopped; returns before they are ready. @throws FirebreakError `FB-DRAIN-DOWN` */
export const wake = async (cluster: Cluster, { signal }: Progress): Promise<void> => {
  const { layout } = cluster;
  if ((await supervisors(layout)).length === 0) {
    throw new FirebreakError({
      code: 'FB-DRAIN-DOWN',
      message: `Nothing of cluster ${cluster.name} runs there, as after a reboot.`,
      next: '`firebreak up` on the controller: the host is no longer on the list, so all of its daemons are started',
    });
  }
  for (const name of drainedServices(cluster)) {
    await endRest(layout, name);
    await startService(layout, name, signal);
  }
};
