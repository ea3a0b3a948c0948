import { readFile } from 'node:fs/promises';

/** Bytes that the control group of process `pid` has in use, less what the kernel can drop; undefined where it ended. */
export const memoryInUse = async (pid: number): Promise<number | undefined> => {
  const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
  const version1 = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(groups)?.[1];
  if (version1 !== undefined) {
    return inUse(`/sys/fs/cgroup/memory${version1}`, 'memory.usage_in_bytes', /^total_inactive_file (\d+)$/m);
  }
  const unified = /^0::(.*)$/m.exec(groups)?.[1];
  return unified === undefined
    ? undefined
    : inUse(`/sys/fs/cgroup${unified}`, 'memory.current', /^inactive_file (\d+)$/m);
};

const inUse = async (folder: string, file: string, droppable: RegExp): Promise<number | undefined> => {
  try {
    const [usage, statistics] = await Promise.all([
      readFile(`${folder}/${file}`, 'utf8'),
      readFile(`${folder}/memory.stat`, 'utf8'),
    ]);
    return Math.max(0, Number(usage) - Number(droppable.exec(statistics)?.[1] ?? 0));
  } catch {
    return undefined;
  }
};
