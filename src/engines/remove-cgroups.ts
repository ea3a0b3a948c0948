import { readdir, rmdir } from 'node:fs/promises';
import { canAccess } from '../can-access.ts';

const root = '/sys/fs/cgroup';

/** Removes the cgroup `path` with all below it, in the unified tree and in every v1 controller's. */
export const removeCgroups = async (path: string): Promise<void> => {
  const controllers = await folders(root);
  for (const tree of [root, ...controllers.map((name) => `${root}/${name}`)]) await removeTree(`${tree}${path}`);
};

const removeTree = async (folder: string): Promise<void> => {
  // Where systemd has made the root of version 1 read-only, not even what is not there can be removed.
  if (!(await canAccess(folder))) return;
  for (const name of await folders(folder)) await removeTree(`${folder}/${name}`);
  await rmdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'ENOENT') throw thrown;
  });
};

const folders = async (folder: string): Promise<string[]> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
};
