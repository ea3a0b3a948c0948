import type { ContainerExit, ContainerState } from '../../engines/engine.ts';
import { label } from '../../engines/labels.ts';
import type { NodeAgent } from '../node-agent.ts';
import { exitCode } from '../operation/exit-code.ts';
import type { Output } from '../reply.ts';
import { writePrivate } from '../workspace/prepare-container.ts';

/**
 * Waits for a container's end, leaves its exit code where a restarted NodeManager looks for it, and says what a
 * reader of the diagnostics needs to know. Returns the exit code.
 */
export const awaitContainer = async (
  agent: NodeAgent,
  container: ContainerState,
  pidFile: string,
  output: Output,
): Promise<number> => {
  const exit = await agent.engine.wait(container.name);
  agent.addresses.get(container.labels[label.tenant] ?? '')?.giveBack(container);
  const code = reportedCode(exit);
  if (code === exitCode.outOfMemory) output.stderr(outOfMemory(container.name));
  else if (code !== 0) output.stderr(await agent.engine.tail(container.name, 20));
  await writePrivate(agent.configuration, `${pidFile}.exitcode`, `${code}\n`).catch((thrown) => {
    // The NodeManager has cleaned up already: nobody will read it.
    agent.log('exit code not written', { container: container.name, reason: String(thrown) });
  });
  agent.log('ended', { container: container.name, code, oomKilled: exit.oomKilled });
  return code;
};

/** The engine also reports a lost child process (a Python worker, say) of a container that then ended well or on request. */
const reportedCode = ({ code, oomKilled }: ContainerExit): number =>
  oomKilled && code !== exitCode.ok && code !== exitCode.terminated ? exitCode.outOfMemory : code;

const outOfMemory = (name: string): string =>
  `FB-CONTAINER-MEMORY: The kernel killed ${name}: it used more memory than YARN granted it.\n` +
  'next: raise spark.executor.memoryOverhead or spark.driver.memoryOverhead (Python and native memory count too)\n';
