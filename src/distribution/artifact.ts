import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canAccess } from '../can-access.ts';
import { FirebreakError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { inspectFiles, readStamp, writeStamp } from './file-records.ts';
import { cacheDir } from './folders.ts';
import { type Artifact, artifactDigest, artifactId, totalSize } from './manifest.ts';
import { replaceFolder, withTemporaryFolder } from './temporary-folder.ts';

/** Downloads all files of an artifact into `files`; may use `scratch` for itself. */
export type Fetcher = (artifact: Artifact, files: string, scratch: string, progress: Progress) => Promise<void>;

export interface FetchOptions {
  readonly cache?: string;
  /** Reads every byte instead of believing sizes and times. */
  readonly verify?: boolean;
  /** Bytes of disk that fetching takes; by default three times the artifact's own. */
  readonly needed?: number;
}

/** Where the cache keeps an artifact's files. */
export const artifactFolder = (artifact: Artifact, cache: string = cacheDir()): string =>
  join(cache, artifactId(artifact));

/** `absent`, `whole`, or the names of its damaged files. */
export type CacheState = 'absent' | 'whole' | readonly string[];

/** What the cache has of an artifact; nothing is fetched. */
export const inspectCache = async (
  artifact: Artifact,
  progress: Progress,
  { cache, verify = false }: FetchOptions = {},
): Promise<CacheState> => {
  const folder = artifactFolder(artifact, cache);
  const exists = await canAccess(folder);
  if (!exists) return 'absent';
  const stamp = await readStamp(folder);
  const trusted = verify ? undefined : stamp;
  const { damaged, reread } = await inspectFiles(folder, artifact.files, trusted, progress.signal);
  if (damaged.length > 0) return damaged;
  if (reread) await writeStamp(folder, artifactDigest(artifact), artifact.files);
  return 'whole';
};

/**
 * The folder with the artifact's files, each of them as pinned: from the cache, else fetched.
 * @throws FirebreakError `FB-DIST-CHECKSUM` where what is fetched twice is not what is pinned.
 */
export const fetchArtifact = async (
  artifact: Artifact,
  fetcher: Fetcher,
  progress: Progress,
  options: FetchOptions = {},
): Promise<string> => {
  const folder = artifactFolder(artifact, options.cache);
  const state = await inspectCache(artifact, progress, options);
  if (state === 'whole') return folder;
  if (state !== 'absent')
    progress.note(`the cache of ${artifactId(artifact)} is damaged (${brief(state)}): fetching it again`);
  // The clients keep further copies, and unpacked ones, while they work.
  const needed = options.needed ?? 3 * totalSize(artifact);
  await withTemporaryFolder(options.cache ?? cacheDir(), needed, async (temporary) => {
    const files = await fetchVerified(artifact, fetcher, temporary, progress);
    await writeStamp(files, artifactDigest(artifact), artifact.files);
    await replaceFolder(files, folder, temporary);
  });
  return folder;
};

const fetchVerified = async (
  artifact: Artifact,
  fetcher: Fetcher,
  temporary: string,
  progress: Progress,
): Promise<string> => {
  const first = await fetchOnce(artifact, fetcher, join(temporary, 'first'), progress);
  if (first.damaged.length === 0) return first.files;
  progress.note(`${brief(first.damaged)} arrived with a wrong checksum: fetching again`);
  const second = await fetchOnce(artifact, fetcher, join(temporary, 'second'), progress);
  if (second.damaged.length === 0) return second.files;
  throw new FirebreakError({
    code: 'FB-DIST-CHECKSUM',
    message: `${artifactId(artifact)} was fetched twice, and is not what this version of Firebreak expects.`,
    because: `wrong checksum: ${brief(second.damaged)}`,
    next: 'ask whoever runs your package mirror or proxy what it serves, and do not use these files',
  });
};

const fetchOnce = async (
  artifact: Artifact,
  fetcher: Fetcher,
  folder: string,
  progress: Progress,
): Promise<{ files: string; damaged: readonly string[] }> => {
  const files = join(folder, 'files');
  const scratch = join(folder, 'scratch');
  await mkdir(files, { recursive: true });
  await mkdir(scratch);
  await fetcher(artifact, files, scratch, progress);
  const { damaged } = await inspectFiles(files, artifact.files, undefined, progress.signal);
  return { files, damaged };
};

const brief = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
