/** Where a container sees the disk of its own, if its machine has one. */
export const scratchDisk = '/mnt/scratch';

/** The tmpfs mounts of a container, path to options. Executable: compression libraries unpack native code there. */
export const scratch = (mebibytes: number): Readonly<Record<string, string>> => ({
  '/tmp': `rw,exec,nosuid,nodev,mode=1777,size=${mebibytes}m`,
});
