import { setTimeout as delay } from 'node:timers/promises';
import { label } from '../../engines/labels.ts';
import { askNodeManager } from '../ask-node-manager.ts';
import type { NodeAgent } from '../node-agent.ts';

const everyMilliseconds = 15_000;

/**
 * Removes what has ended and the NodeManager does not know any more, as long as the agent lives. The NodeManager asks
 * once for a container's removal; where that fails, as it may while a host starts again, it forgets it all the same.
 */
export const removeForgotten = async (agent: NodeAgent): Promise<never> => {
  const failed = (thrown: unknown): void => agent.log('forgotten container not removed', { reason: String(thrown) });
  // One that is just being made, or ends while somebody looks on, is not seen twice.
  for (let before: string[] = []; ; await delay(everyMilliseconds)) {
    const now = await forgottenBy(agent).catch(() => []);
    for (const name of now.filter((each) => before.includes(each))) await remove(agent, name).catch(failed);
    before = now;
  }
};

const forgottenBy = async ({ configuration, engine }: NodeAgent): Promise<string[]> => {
  const containers = await engine.list({ [label.cluster]: configuration.cluster });
  const ended = containers.filter(({ status }) => status !== 'running');
  const forgotten = await Promise.all(ended.map(({ name }) => isForgotten(configuration.nodeManager.http, name)));
  return ended.filter((_, index) => forgotten[index]).map(({ name }) => name);
};

const remove = async (agent: NodeAgent, name: string): Promise<void> => {
  await agent.engine.remove(name);
  agent.log('forgotten container removed', { container: name });
};

/** Only where the NodeManager says so: one that does not answer may know it. */
const isForgotten = async (nodeManager: string, container: string): Promise<boolean> => {
  const response = await askNodeManager(nodeManager, container).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 404;
};
