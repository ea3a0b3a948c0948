import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FirebreakError } from '../errors.ts';
import manifestJson from './manifest.json' with { type: 'json' };

const pinnedFile = z.strictObject({
  name: z.string().regex(/^[\w.+-]+$/, 'must be a plain file name'),
  size: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex'),
});

const version = z.string().regex(/^\d+\.\d+\.\d+$/);
const files = z.array(pinnedFile).min(1);

const manifestSchema = z.strictObject({
  schema: z.literal(1),
  hadoop: z.strictObject({ version, files }),
  spark: z.strictObject({ version, files: files.length(1) }),
  tpchgen: z.strictObject({ version, files: z.record(z.string(), files.length(1)) }),
  pyarrow: z.strictObject({ version, files: z.record(z.string(), files) }),
  go: z.strictObject({
    version,
    toolchains: z.record(
      z.string(),
      z.strictObject({ platform: z.string(), size: z.int().positive(), sum: z.string().regex(/^h1:.{44}$/) }),
    ),
  }),
  gvisor: z.strictObject({
    version: z.string().regex(/^\d{8}-[0-9a-f]{12}$/, 'must be day and commit of the module’s version'),
    module: z.string(),
    files: z.record(z.string(), files.length(3)),
  }),
});

/** One downloaded file: its exact name, bytes and checksum. */
export type PinnedFile = z.infer<typeof pinnedFile>;

/** Something fetched as a whole: `hadoop-3.5.0` and the files it consists of. */
export interface Artifact {
  readonly name: string;
  readonly version: string;
  readonly files: readonly PinnedFile[];
}

const manifest = manifestSchema.parse(manifestJson);

export const hadoopArtifact: Artifact = { name: 'hadoop', ...manifest.hadoop };
export const sparkArtifact: Artifact = { name: 'spark', ...manifest.spark };

/** tpchgen-cli is native code: one wheel per processor, keyed as `process.arch` names it. */
export const tpchgenArtifact = (processor: string = process.arch): Artifact => ({
  name: 'tpchgen-cli',
  version: manifest.tpchgen.version,
  files: forProcessor('tpchgen-cli', manifest.tpchgen.files, processor),
});

/** pyarrow is native code: one wheel per processor and Python, which is named as in wheels: `cp311`. */
export const pyarrowArtifact = (python: string, processor: string = process.arch): Artifact => {
  const { version: pinned, files: wheels } = manifest.pyarrow;
  const wheel = forProcessor('pyarrow', wheels, processor).find(({ name }) => name.includes(`-${python}-`));
  if (wheel !== undefined) return { name: 'pyarrow', version: pinned, files: [wheel] };
  throw new FirebreakError({
    code: 'FB-DIST-PYTHON',
    message: `No pyarrow is pinned for the Python of this system (${python}).`,
    next: 'use Debian 12 or 13, or leave out the suite arrow',
    exit: 4,
  });
};

/** gVisor's programs, as they come out of the build, and its licence. */
export const gvisorArtifact = (processor: string = process.arch): Artifact => ({
  name: 'gvisor',
  version: manifest.gvisor.version,
  files: forProcessor('gVisor', manifest.gvisor.files, processor),
});

/** Whether gVisor is pinned for this processor. */
export const hasGvisor = (): boolean => process.arch in manifest.gvisor.files;

/** Day and commit; what the built runsc says of itself. */
export const gvisorVersion: string = manifest.gvisor.version;

/** The module gVisor is built from: `gvisor.dev/gvisor@v0.0.0-…`, as in go.mod. */
export const gvisorModule: string = manifest.gvisor.module;

/** A Go that is fetched as a module: its `path@version`, bytes of its archive, and Go's own checksum of it. */
export interface GoToolchainPin {
  readonly version: string;
  readonly module: string;
  readonly size: number;
  readonly sum: string;
}

export const goToolchainPin = (processor: string = process.arch): GoToolchainPin => {
  const { version, toolchains } = manifest.go;
  const { platform, size, sum } = forProcessor('Go', toolchains, processor);
  return { version, module: `golang.org/toolchain@v0.0.1-go${version}.${platform}`, size, sum };
};

const forProcessor = <T>(what: string, byProcessor: Readonly<Record<string, T>>, processor: string): T => {
  const found = byProcessor[processor];
  if (found !== undefined) return found;
  throw new FirebreakError({
    code: 'FB-DIST-PROCESSOR',
    message: `There is no ${what} for ${processor} processors.`,
    next: `use a machine with one of: ${Object.keys(byProcessor).join(', ')}`,
    exit: 4,
  });
};

/** `hadoop-3.5.0`: names the folder of an artifact. */
export const artifactId = (artifact: Artifact): string => `${artifact.name}-${artifact.version}`;

/** Changes whenever the version or any file of the artifact does. */
export const artifactDigest = (artifact: Artifact): string =>
  createHash('sha256').update(JSON.stringify(artifact)).digest('hex');

export const totalSize = (artifact: Artifact): number => artifact.files.reduce((sum, { size }) => sum + size, 0);
