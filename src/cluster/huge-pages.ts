import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';

/** Whether programs may have shared memory in huge pages, and the clusters for which we allowed it. */
export interface HugePages {
  readonly setting: string;
  readonly users: string;
}

/**
 * gVisor keeps a container’s memory in a memory file and asks for huge pages in it; a kernel as it comes refuses them
 * (`never`), and each page of 4 KiB costs a fault in the sentry. With `advise` they go to programs that ask.
 */
export const hugePagesOfHost: HugePages = {
  setting: '/sys/kernel/mm/transparent_hugepage/shmem_enabled',
  users: '/run/firebreak/huge-pages',
};

/** Allows them where they are refused; another setting is the administrator’s, and stays. */
export const allowHugePages = async ({ setting, users }: HugePages, cluster: string): Promise<void> => {
  const refused = (await chosen(setting)) === 'never';
  if (!refused && (await namesIn(users)).length === 0) return;
  await mkdir(users, { recursive: true });
  await writeFile(`${users}/${cluster}`, '');
  if (refused) await writeFile(setting, 'advise');
};

/** Refuses them again when the last cluster leaves for which we allowed them. */
export const withdrawHugePages = async ({ setting, users }: HugePages, cluster: string): Promise<void> => {
  if (!(await namesIn(users)).includes(cluster)) return;
  await rm(`${users}/${cluster}`);
  if ((await namesIn(users)).length > 0) return;
  await rmdir(users);
  if ((await chosen(setting)) === 'advise') await writeFile(setting, 'never');
};

/** The word in brackets, e.g. `always within_size advise [never] deny force`; undefined in a kernel without them. */
const chosen = async (setting: string): Promise<string | undefined> =>
  (await readFile(setting, 'utf8').catch(() => '')).match(/\[(\w+)\]/)?.[1];

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
