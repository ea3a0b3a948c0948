import { readFile, rmdir } from 'node:fs/promises';
import { z } from 'zod';
import { endProcess, findProcesses } from '../../processes.ts';

const bundleConfig = z.object({ annotations: z.object({ 'io.kubernetes.cri.sandbox-name': z.string() }) });

/** Where Kata has the folders that each sandbox shares with its VM. */
const sharedFolders = '/run/kata-containers/shared/sandboxes';

/**
 * Ends the shim of the pod `name` of the containerd at `socket`, and all that runs for it: VMM, virtiofsd, helpers. Each
 * names the sandbox. containerd then fails the call that waits for the shim, and clears the pod away. CRI does not
 * list a pod that is still being started. Returns the sandboxes that were ended, one at most.
 */
export const endMachine = async (socket: string, name: string): Promise<string[]> => {
  const processes = await findProcesses(() => true);
  const ended: string[] = [];
  for (const { pid, command } of processes) {
    if (!isShimOf(command, socket) || (await podNameOf(pid)) !== name) continue;
    const sandbox = command[command.indexOf('-id') + 1] ?? '';
    for (const each of processes) if (each.command.some((word) => word.includes(sandbox))) endProcess(each.pid);
    ended.push(sandbox);
  }
  return ended;
};

/** Removes what runtime-rs leaves of a sandbox that was ended in its start: folders, of which only empty ones go. */
export const removeSharedFolders = async (sandbox: string): Promise<void> => {
  for (const folder of ['/ro', '/rw', '']) await rmdir(`${sharedFolders}/${sandbox}${folder}`).catch(() => undefined);
};

const isShimOf = ([program = '', ...words]: readonly string[], socket: string): boolean =>
  program.includes('containerd-shim-') &&
  words.includes(socket) &&
  /^[0-9a-f]{64}$/.test(words[words.indexOf('-id') + 1] ?? '');

/** A shim works in the folder of its sandbox, where containerd has put its configuration. */
const podNameOf = async (pid: number): Promise<string | undefined> => {
  try {
    const config = bundleConfig.parse(JSON.parse(await readFile(`/proc/${pid}/cwd/config.json`, 'utf8')));
    return config.annotations['io.kubernetes.cri.sandbox-name'];
  } catch {
    return undefined;
  }
};
