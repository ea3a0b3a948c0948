import { expect } from 'vitest';
import type { ClusterOfHosts } from './cluster-of-hosts.ts';

/** Takes the cluster down by the command line, and looks for what is left of it on each of its hosts. */
export const downLeavesNothing = async (cluster: ClusterOfHosts): Promise<void> => {
  const { all, exitCode } = await cluster.run('down', ['--yes']);
  expect(exitCode, all).toBe(0);
  for (const host of cluster.hosts) expect(await cluster.traces(host)).toEqual([]);
};
