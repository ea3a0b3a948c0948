import { rm } from 'node:fs/promises';
import { execa } from 'execa';
import { mountsBelow } from './mounts.ts';

/** Where the machine's own Docker keeps what its runtimes remember. */
const dockerRuntimes = ['/run/docker', '/var/run/docker'];

/**
 * runsc leaves an empty network namespace mounted beside its containers' state, and makes another whenever it finds
 * none: taken away when a cluster goes that had the machine's Docker run runsc.
 */
export const removeNullNetworks = async (folders: readonly string[] = dockerRuntimes): Promise<void> => {
  const points = (await mountsBelow(folders)).filter((point) => point.endsWith('/null-netns'));
  // Two that were made at the same time are one on top of the other.
  for (const point of points) await execa('umount', ['-l', point], { reject: false });
  for (const point of new Set(points)) await rm(point, { force: true });
};
