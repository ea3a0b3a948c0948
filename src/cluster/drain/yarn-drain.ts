import { type YarnNode, yarnNodes } from '../yarn-nodes.ts';
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
  look: async (layout, address, signal) =>
    nodeLook(await yarnNodes(layout, AbortSignal.any([signal, AbortSignal.timeout(answerMilliseconds)])), address),
};

const standings: Readonly<Record<string, Standing>> = {
  RUNNING: 'working',
  NEW: 'unfit',
  UNHEALTHY: 'unfit',
  DECOMMISSIONING: 'leaving',
  DECOMMISSIONED: 'away',
};

/** By the ResourceManager's list of nodes, which may have one twice: as it is now, and as it was before a restart. */
export const nodeLook = (nodes: readonly YarnNode[], address: string): Look => {
  const found = nodes.filter((each) => each.nodeHostName === address);
  const [active] = found.filter(({ state }) => state in standings && state !== 'DECOMMISSIONED');
  const chosen = active ?? found.find(({ state }) => state === 'DECOMMISSIONED');
  const standing = standings[chosen?.state ?? ''] ?? 'absent';
  const count = chosen?.numContainers ?? 0;
  return standing === 'leaving'
    ? { standing, left: count === 0 ? 'its applications to end' : `${count} container${count === 1 ? '' : 's'}` }
    : { standing };
};
