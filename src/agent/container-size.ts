import { z } from 'zod';
import { FirebreakError, reasonOf } from '../errors.ts';
import { askNodeManager } from './ask-node-manager.ts';
import type { ContainerSize } from './policy/decide.ts';

const reply = z.object({
  container: z.object({ totalMemoryNeededMB: z.int().positive(), totalVCoresNeeded: z.int().positive() }),
});

/**
 * What YARN granted a container. The docker command file does not say; the NodeManager's web services do.
 * A container whose size is unknown is not started: it would have no limits.
 */
export const containerSize = async (nodeManager: string, container: string): Promise<ContainerSize> => {
  try {
    const response = await askNodeManager(nodeManager, container);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { container: size } = reply.parse(await response.json());
    return { memoryMiB: size.totalMemoryNeededMB, vcores: size.totalVCoresNeeded };
  } catch (thrown) {
    throw new FirebreakError({
      code: 'FB-AGENT-SIZE',
      message: `The NodeManager did not tell the size of ${container}.`,
      because: reasonOf(thrown),
      cause: thrown,
    });
  }
};
