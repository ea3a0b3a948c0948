import { constants } from 'node:os';
import type { ContainerState } from '../../engines/engine.ts';
import { label } from '../../engines/labels.ts';
import type { NodeAgent } from '../node-agent.ts';
import { exitCode } from '../operation/exit-code.ts';
import { refusal } from '../policy/refusal.ts';

/**
 * Signals the container whose first process has `pid`; signal 0 asks whether it lives. A pid that is not a container's
 * of this cluster and this user is as good as gone: nothing else on the host is ever signalled.
 */
export const signalByPid = async (agent: NodeAgent, user: string, pid: number, signal: number): Promise<number> => {
  const containers = await agent.engine.list({ [label.cluster]: agent.configuration.cluster, [label.user]: user });
  const container = containers.find((each) => each.status === 'running' && each.pid === pid);
  if (container === undefined) return exitCode.noSuchProcess;
  if (signal === 0) return exitCode.ok;
  const delivered = await agent.engine.signal(container.name, signalName(signal));
  return delivered ? exitCode.ok : exitCode.noSuchProcess;
};

/** The container of that name if it is one of this cluster. */
export const ownContainer = async (agent: NodeAgent, name: string): Promise<ContainerState | undefined> => {
  const found = await agent.engine.inspect(name);
  if (found !== undefined && found.labels[label.cluster] !== agent.configuration.cluster) {
    throw refusal(`touching ${name}`, `it is not a container of cluster ${agent.configuration.cluster}`);
  }
  return found;
};

const signalName = (signal: number): string =>
  Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? String(signal);
