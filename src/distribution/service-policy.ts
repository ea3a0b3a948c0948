import { copyFile, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const ours = join(import.meta.dirname, 'host/policy-rc.d');
const defaultPath = '/usr/sbin/policy-rc.d';

/**
 * Debian asks `policy-rc.d` before a package starts its service. For the time of `work` it says no; a policy that the
 * host had is put back afterwards, also one that a killed run set aside.
 */
export const deniedServices = async <T>(work: () => Promise<T>, path: string = defaultPath): Promise<T> => {
  const aside = `${path}.firebreak-saved`;
  await restore(path, aside);
  await rename(path, aside).catch(ignoreMissing);
  await copyFile(ours, path);
  try {
    return await work();
  } finally {
    await restore(path, aside);
  }
};

const restore = async (path: string, aside: string): Promise<void> => {
  const [present, wanted] = await Promise.all([readFile(path, 'utf8').catch(() => undefined), readFile(ours, 'utf8')]);
  if (present === wanted) await rm(path);
  await rename(aside, path).catch(ignoreMissing);
};

const ignoreMissing = (thrown: unknown): void => {
  if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
};
