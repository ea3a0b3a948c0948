import { z } from 'zod';
import type { Layout } from './layout.ts';
import { firstAnswer, resourceManagerPages } from './masters.ts';

const node = z.object({ nodeHostName: z.string(), state: z.string(), numContainers: z.number().default(0) });
export type YarnNode = z.output<typeof node>;

const nodes = z.object({
  nodes: z
    .object({ node: z.union([z.array(node), node]).optional() })
    .nullish()
    .or(z.literal('')),
});

/** By Jettison: a list of one without its brackets, an empty one as nothing. */
export const nodesIn = (text: string): YarnNode[] => {
  const { nodes: found } = nodes.parse(JSON.parse(text));
  return found === undefined || found === null || found === '' ? [] : [found.node ?? []].flat();
};

/** What the ResourceManager lists: it may have a node twice, as it is now, and as it was before a restart. */
export const yarnNodes = (layout: Layout, signal: AbortSignal): Promise<YarnNode[]> =>
  firstAnswer(resourceManagerPages(layout, 'nodes'), async (url) => {
    const response = await fetch(url, { headers: { accept: 'application/json' }, signal });
    return nodesIn(await response.text());
  });
