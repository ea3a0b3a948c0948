import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerState } from '../../engines/engine.ts';
import { label } from '../../engines/labels.ts';
import type { NodeAgent } from '../node-agent.ts';

const everyMilliseconds = 30_000;

/**
 * Removes what has ended and the NodeManager does not know any more, as long as the agent lives. The NodeManager asks
 * once for a container's removal; where that fails, as it may while a host starts again, it forgets it all the same.
 */
export const removeForgotten = async (agent: NodeAgent): Promise<never> => {
  const { configuration, engine, log } = agent;
  const failed = (thrown: unknown): void => log('forgotten container not removed', { reason: String(thrown) });
  for (; ; await delay(everyMilliseconds)) {
    const containers = await engine.list({ [label.cluster]: configuration.cluster }).catch(failed);
    for (const container of containers ?? []) await removeWhereForgotten(agent, container).catch(failed);
  }
};

const removeWhereForgotten = async (agent: NodeAgent, { name, status }: ContainerState): Promise<void> => {
  if (status === 'running' || !(await isForgotten(agent.configuration.nodeManager.http, name))) return;
  await agent.engine.remove(name);
  agent.log('forgotten container removed', { container: name, status });
};

/** Only where the NodeManager says so: one that does not answer may know it. */
const isForgotten = async (nodeManager: string, container: string): Promise<boolean> => {
  const asked = fetch(`${nodeManager}/ws/v1/node/containers/${container}`, { signal: AbortSignal.timeout(10_000) });
  const response = await asked.catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 404;
};
