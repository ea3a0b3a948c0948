import { label } from '../../engines/labels.ts';
import type { NodeAgent } from '../node-agent.ts';
import { pidFileLabel } from '../policy/decide.ts';
import { awaitContainer } from './await-container.ts';

const nobody = { stdout: () => {}, stderr: () => {} };

/**
 * Takes up the containers that an earlier agent started: each gets its exit code written at its end even if its
 * launcher is gone too (the NodeManager was restarted meanwhile and reads the file).
 */
export const resumeContainers = async (agent: NodeAgent): Promise<void> => {
  const containers = await agent.engine.list({ [label.cluster]: agent.configuration.cluster });
  for (const container of containers) {
    const pidFile = container.labels[pidFileLabel];
    if (pidFile === undefined || container.status === 'created') continue;
    awaitContainer(agent, container, pidFile, nobody).catch((thrown) => {
      agent.log('container lost', { container: container.name, reason: String(thrown) });
    });
  }
  agent.log('resumed', { containers: containers.length });
};
