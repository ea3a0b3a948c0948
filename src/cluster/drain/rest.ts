import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerState } from '../../engines/engine.ts';
import { label } from '../../engines/labels.ts';
import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import type { Cluster } from '../clusters.ts';
import { nodeEngine } from '../container-status.ts';
import { dataNodeReadiness } from '../services/datanode.ts';
import type { ServiceName } from '../services/service.ts';
import { servicesOf } from '../services/services.ts';
import { isReady } from '../supervision/readiness.ts';
import { endRest, recordRest } from '../supervision/service-folder.ts';
import { startService, stopService, supervisors } from '../supervision/supervisor.ts';
import { until } from '../until.ts';
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

/**
 * On a host that leaves for good: its DataNode runs, also where `rest` has stopped it. The NameNode asks whoever has a block
 * for a copy, one that is down as well, and waits for that in vain for minutes. @throws FirebreakError `FB-UP-TIMEOUT`
 */
export const lendBlocks = async ({ spec, layout }: Cluster, { signal }: Progress): Promise<void> => {
  if (!servicesOf(spec, layout.roles).includes('datanode') || (await supervisors(layout)).length === 0) return;
  await endRest(layout, 'datanode');
  await startService(layout, 'datanode', signal);
  await until(() => isReady(dataNodeReadiness(layout), signal), {
    signal,
    seconds: 90,
    what: 'its DataNode, from which others are to copy,',
    next: 'Read `firebreak logs datanode` there; where it cannot serve its blocks any more, add `--lost` with the host’s name.',
  });
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
