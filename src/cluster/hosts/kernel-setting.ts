import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';

/** A setting of the machine's kernel that clusters need changed: from `before`, as a kernel comes, to `after`. */
export interface KernelSetting {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** Folder that names the clusters for which we changed it. */
  readonly users: string;
}

/**
 * gVisor keeps a container’s memory in a memory file and asks for huge pages in it; a kernel as it comes refuses them
 * (`never`), and each page of 4 KiB costs a fault in the sentry. With `advise` they go to programs that ask.
 */
export const sharedHugePages: KernelSetting = {
  file: '/sys/kernel/mm/transparent_hugepage/shmem_enabled',
  before: 'never',
  after: 'advise',
  users: '/run/firebreak/huge-pages',
};

/** Packets of containers to elsewhere, and of other hosts to containers. */
export const forwarding: KernelSetting = {
  file: '/proc/sys/net/ipv4/ip_forward',
  before: '0',
  after: '1',
  users: '/run/firebreak/forwarding',
};

/** Whether `changeSetting`, or `restoreSetting` where it is not wanted, would touch the kernel or its record. */
export const settingDiffers = async (
  { file, before, users }: KernelSetting,
  cluster: string,
  wanted: boolean,
): Promise<boolean> => {
  const names = await namesIn(users);
  if (!wanted) return names.includes(cluster);
  return (await readSetting(file)) === before || (names.length > 0 && !names.includes(cluster));
};

/** Changes the setting for a cluster; any value but `before` is the administrator’s, and stays. */
export const changeSetting = async (setting: KernelSetting, cluster: string): Promise<void> => {
  const { file, before, after, users } = setting;
  const unchanged = (await readSetting(file)) === before;
  if (!unchanged && (await namesIn(users)).length === 0) return;
  await mkdir(users, { recursive: true });
  await writeFile(`${users}/${cluster}`, '');
  if (unchanged) await writeFile(file, after);
};

/** Changes it back when the last cluster leaves for which we changed it. */
export const restoreSetting = async (setting: KernelSetting, cluster: string): Promise<void> => {
  const { file, before, after, users } = setting;
  if (!(await namesIn(users)).includes(cluster)) return;
  await rm(`${users}/${cluster}`);
  if ((await namesIn(users)).length > 0) return;
  await rmdir(users);
  if ((await readSetting(file)) === after) await writeFile(file, before);
};

/** The whole text, or of a choice the word in brackets: `always advise [never]`. Undefined in a kernel without it. */
const readSetting = async (file: string): Promise<string | undefined> => {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text?.match(/\[(\w+)\]/)?.[1] ?? text?.trim();
};

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
