import { z } from 'zod';
import type { Layout } from '../../../cluster/layout.ts';
import { firstAnswer, resourceManagerPages } from '../../../cluster/masters.ts';

/** What YARN has in all, or containers take. */
export interface Room {
  readonly memoryMiB: number;
  readonly vcores: number;
}

const metrics = z.object({ clusterMetrics: z.object({ totalMB: z.int(), totalVirtualCores: z.int() }) });

export const roomOf = (layout: Layout, signal: AbortSignal): Promise<Room> =>
  firstAnswer(resourceManagerPages(layout, 'metrics'), async (page) => {
    const { clusterMetrics } = metrics.parse(await (await fetch(page, { signal })).json());
    return { memoryMiB: clusterMetrics.totalMB, vcores: clusterMetrics.totalVirtualCores };
  });

/** Why so many containers are not all there at once; undefined where they are. */
export const lackOf = (needed: Room, has: Room): string | undefined =>
  needed.memoryMiB <= has.memoryMiB && needed.vcores <= has.vcores
    ? undefined
    : `it takes ${needed.memoryMiB} MiB and ${needed.vcores} vcores, and YARN has ${has.memoryMiB} MiB and ${has.vcores} vcores here (\`memoryMiB\` and \`vcores\` of a host in cluster.yaml)`;
