import Docker from 'dockerode';
import { execa } from 'execa';
import manifest from '../../../package.json' with { type: 'json' };
import type { Cluster } from '../../cluster/clusters.ts';
import { usesKata } from '../../cluster/engine-of.ts';
import { runtimeVersions } from '../../cluster/runtime-versions.ts';
import type { Distribution } from '../../distribution/install.ts';
import { hadoopArtifact, sparkArtifact } from '../../distribution/manifest.ts';
import { containerdVersion } from '../../engines/cri/node/containerd-version.ts';
import { flavourIn, kataVersion } from '../../runtimes/kata/find-kata.ts';
import { shimOf } from '../../runtimes/kata/flavour.ts';
import type { KataOptions } from '../../runtimes/kata/options.ts';
import { flavoursOf } from '../../runtimes/kata/unfit.ts';

/** Versions of every program that takes part, by name; what does not answer is said to be unknown. */
export const programVersions = async (
  { spec, layout }: Pick<Cluster, 'spec' | 'layout'>,
  distribution: Distribution,
): Promise<Record<string, string>> => ({
  firebreak: manifest.version,
  node: process.version,
  hadoop: hadoopArtifact.version,
  spark: sparkArtifact.version,
  java: firstLine(await outputOf(`${distribution.javaHome}/bin/java`, '-version')),
  docker: await dockerVersion(layout.dockerSocket),
  containerd: (await containerdVersion()) ?? 'unknown',
  runc: firstLine(await outputOf('runc', '--version')),
  gvisor: (await runtimeVersions(layout)).runsc ?? 'unknown',
  ...(usesKata(spec) ? { kata: await versionOfKata(spec.runtimes.kata) } : {}),
});

const versionOfKata = async (options: KataOptions): Promise<string> => {
  const flavour = await flavourIn(options.home, flavoursOf(options));
  return (flavour && (await kataVersion(`${options.home}/${shimOf(flavour)}`))) ?? 'unknown';
};

const outputOf = async (program: string, argument: string): Promise<string> =>
  (await execa(program, [argument], { all: true, reject: false })).all ?? '';

const firstLine = (text: string): string => text.split('\n')[0]?.trim() || 'unknown';

const dockerVersion = async (socketPath: string): Promise<string> => {
  try {
    return (await new Docker({ socketPath, timeout: 5000 }).version()).Version;
  } catch {
    return 'unknown';
  }
};
