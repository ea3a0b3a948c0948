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
export const tpchgenArtifact = (processor: string = process.arch): Artifact => {
  const wheel = manifest.tpchgen.files[processor];
  if (wheel === undefined) {
    throw new FirebreakError({
      code: 'FB-DIST-PROCESSOR',
      message: `There is no tpchgen-cli for ${processor} processors.`,
      next: `use a machine with one of: ${Object.keys(manifest.tpchgen.files).join(', ')}`,
      exit: 4,
    });
  }
  return { name: 'tpchgen-cli', version: manifest.tpchgen.version, files: wheel };
};

/** `hadoop-3.5.0`: names the folder of an artifact. */
export const artifactId = (artifact: Artifact): string => `${artifact.name}-${artifact.version}`;

/** Changes whenever the version or any file of the artifact does. */
export const artifactDigest = (artifact: Artifact): string =>
  createHash('sha256').update(JSON.stringify(artifact)).digest('hex');

export const totalSize = (artifact: Artifact): number => artifact.files.reduce((sum, { size }) => sum + size, 0);
