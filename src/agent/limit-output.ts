import { readdir, stat, truncate } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentConfiguration } from './configuration.ts';

/** As much as our Docker engine keeps of a container. */
const mostBytes = 2 ** 20;
const everyMilliseconds = 2000;

/**
 * Keeps what pods write to their own stdout and stderr small, as long as the agent lives: containerd itself sets no
 * limit, and a tenant could fill the node's disk. It appends, so that what is cut off can be written on at once. YARN
 * sends the output of jobs elsewhere.
 */
export const limitOutput = async ({ cri }: Pick<AgentConfiguration, 'cri'>): Promise<void> => {
  if (cri === undefined) return;
  for (; ; await delay(everyMilliseconds)) await cutOutput(cri.logs);
};

/** Empties each file of more than 1 MiB in a folder of `folder`; one that goes away meanwhile is none. */
export const cutOutput = async (folder: string): Promise<void> => {
  const pods = await readdir(folder).catch((): string[] => []);
  for (const pod of pods) {
    for (const name of await readdir(`${folder}/${pod}`).catch((): string[] => [])) {
      const file = `${folder}/${pod}/${name}`;
      const size = await stat(file).then(
        (found) => found.size,
        () => 0,
      );
      if (size > mostBytes) await truncate(file).catch(() => undefined);
    }
  }
};
