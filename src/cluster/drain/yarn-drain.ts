import { z } from 'zod';
import { firstAnswer, resourceManagerPages } from '../masters.ts';
import { answerMilliseconds, type Drain, type Look, type Standing } from './drain.ts';

/** Graceful decommission: no new container; those that run after the time given are ended, and YARN starts others. */
export const yarnDrain: Drain = {
  role: 'nodemanager',
  master: 'resourcemanager',
  list: ({ excludedNodes }) => excludedNodes,
  render: (leaves) =>
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<hosts>',
      ...leaves.map(
        ({ address, seconds }) => `  <host><name>${address}</name><timeout>${Math.ceil(seconds)}</timeout></host>`,
      ),
      '</hosts>',
      '',
    ].join('\n'),
  parse: (text) =>
    [...text.matchAll(/<name>([\d.]+)<\/name><timeout>(\d+)<\/timeout>/g)].map(([, address = '', seconds]) => ({
      address,
      seconds: Number(seconds),
    })),
  // The times in the list count, not this one.
  refresh: { user: 'yarn', command: ['yarn', 'rmadmin', '-refreshNodes', '-g', '3600', '-server'] },
  look: (layout, address, signal) =>
    firstAnswer(resourceManagerPages(layout, 'nodes'), async (url) => {
      const response = await fetch(url, {
        headers: { accept: 'application/json' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMilliseconds)]),
      });
      return nodeLook(await response.text(), address);
    }),
};

const node = z.object({ nodeHostName: z.string(), state: z.string(), numContainers: z.number().default(0) });
const nodes = z.object({
  nodes: z
    .object({ node: z.union([z.array(node), node]).optional() })
    .nullish()
    .or(z.literal('')),
});

/** By Jettison: a list of one without its brackets, an empty one as nothing. */
const nodesIn = (text: string): z.infer<typeof node>[] => {
  const { nodes: found } = nodes.parse(JSON.parse(text));
  return found === undefined || found === null || found === '' ? [] : [found.node ?? []].flat();
};

const standings: Readonly<Record<string, Standing>> = {
  RUNNING: 'working',
  NEW: 'unfit',
  UNHEALTHY: 'unfit',
  DECOMMISSIONING: 'leaving',
  DECOMMISSIONED: 'away',
};

/** By the ResourceManager's list of nodes, which may have one twice: as it is now, and as it was before a restart. */
export const nodeLook = (text: string, address: string): Look => {
  const found = nodesIn(text).filter((each) => each.nodeHostName === address);
  const [active] = found.filter(({ state }) => state in standings && state !== 'DECOMMISSIONED');
  const chosen = active ?? found.find(({ state }) => state === 'DECOMMISSIONED');
  const standing = standings[chosen?.state ?? ''] ?? 'absent';
  const count = chosen?.numContainers ?? 0;
  return standing === 'leaving'
    ? { standing, left: count === 0 ? 'its applications to end' : `${count} container${count === 1 ? '' : 's'}` }
    : { standing };
};
