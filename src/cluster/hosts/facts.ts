import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { availableParallelism, hostname, totalmem } from 'node:os';
import type { Distribution } from '../../distribution/install.ts';
import { hostJava } from '../../distribution/java.ts';
import { findKata } from '../../runtimes/kata/find-kata.ts';
import { usesKata } from '../engine-of.ts';
import type { HostFacts } from '../plan.ts';
import type { ClusterSpec } from '../spec.ts';

export const hostFacts = async (spec: ClusterSpec, { image }: Distribution): Promise<HostFacts> => ({
  hostname: hostname(),
  memoryMiB: Math.floor(totalmem() / 2 ** 20),
  cpus: availableParallelism(),
  runsc: await programPath(spec.runtimes.gvisor.binary ?? 'runsc'),
  kata: usesKata(spec) ? await findKata(spec.runtimes.kata) : undefined,
  imageJavaHome: image.archive === undefined ? undefined : (await hostJava()).home,
});

/** Where the program is, by name or path; undefined where it is not. */
export const programPath = async (program: string): Promise<string | undefined> => {
  const folders = program.startsWith('/') ? [''] : systemPath.split(':').map((folder) => `${folder}/`);
  for (const folder of folders) {
    const path = folder + program;
    if (await isExecutable(path)) return path;
  }
  return undefined;
};

/** Root's usual path: what the supervised services get, not what the caller's shell happens to have. */
export const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const isExecutable = async (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
