import type { Cluster } from '../../cluster/clusters.ts';
import { engineNamed } from '../../cluster/engine-of.ts';
import type { Distribution } from '../../distribution/install.ts';
import { hadoopArtifact, type PinnedFile, sparkArtifact } from '../../distribution/manifest.ts';
import type { Environment, MeasuredRuntime } from '../../evidence/run.ts';
import { runtimeClass } from '../../runtimes/registry.ts';
import { configurationFiles } from './configuration-files.ts';
import { declaredEmulated } from './declared-emulated.ts';
import { gitState } from './git-state.ts';
import { hostEnvironment } from './host-environment.ts';
import { programVersions } from './program-versions.ts';

/** Everything on this machine that a figure may depend on. */
export const describeEnvironment = async (
  { spec, layout }: Cluster,
  distribution: Distribution,
): Promise<Environment> => ({
  host: await hostEnvironment(),
  versions: await programVersions({ spec, layout }, distribution),
  checksums: checksumsOf([...hadoopArtifact.files, ...sparkArtifact.files]),
  image: { reference: distribution.image.tag, digest: distribution.image.archive?.sha256 ?? 'not built here' },
  git: await gitState(),
  configuration: await configurationFiles(layout),
});

const checksumsOf = (files: readonly PinnedFile[]): Record<string, string> =>
  Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));

/** What the runs of a runtime class are shown as. */
export const describeRuntime = (
  { spec }: Pick<Cluster, 'spec'>,
  name: string,
  versions: Environment['versions'],
): MeasuredRuntime => ({
  name,
  engine: engineNamed(spec, name),
  handler: runtimeClass(name)?.handler ?? name,
  version: versions[name] ?? 'unknown',
  emulated: declaredEmulated(spec, name),
});
