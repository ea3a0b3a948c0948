import { availableParallelism, hostname, totalmem } from 'node:os';
import { hadoopVersion } from '../../distribution/hadoop-version.ts';
import type { Distribution } from '../../distribution/install.ts';
import { hostJava } from '../../distribution/java.ts';
import { programPath } from '../../distribution/program-path.ts';
import { containerdVersion } from '../../engines/cri/node/containerd-version.ts';
import { findGvisorShim } from '../../runtimes/gvisor/shim.ts';
import { findKata } from '../../runtimes/kata/find-kata.ts';
import { engineOf, usesKata } from '../engine-of.ts';
import type { HostFacts } from '../plan.ts';
import type { ClusterSpec } from '../spec.ts';

export const hostFacts = async (spec: ClusterSpec, { image, gvisor, hadoopHome }: Distribution): Promise<HostFacts> => {
  const runsc = await programPath(spec.runtimes.gvisor.binary ?? gvisor?.runsc ?? 'runsc');
  const byCri = runsc !== undefined && engineOf(spec, 'gvisor') === 'cri';
  const containerd = await containerdVersion();
  return {
    hostname: hostname(),
    memoryMiB: Math.floor(totalmem() / 2 ** 20),
    cpus: availableParallelism(),
    hadoopVersion: await hadoopVersion(hadoopHome),
    runsc,
    containerd,
    gvisorShim: byCri ? await findGvisorShim(runsc, containerd) : undefined,
    kata: usesKata(spec) ? await findKata(spec.runtimes.kata) : undefined,
    imageJavaHome: image.archive === undefined ? undefined : (await hostJava()).home,
  };
};
