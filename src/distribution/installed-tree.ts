import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Progress, silentProgress } from '../progress.ts';
import { type Fetcher, type FetchOptions, fetchArtifact, inspectCache } from './artifact.ts';
import { inspectFiles, readStamp, writeStamp } from './file-records.ts';
import { installDir } from './folders.ts';
import { type Artifact, artifactDigest, artifactId, totalSize } from './manifest.ts';
import { replaceFolder, withTemporaryFolder } from './temporary-folder.ts';

/** An artifact laid out as a home folder that all users of the machine may read. */
export interface Tree {
  readonly artifact: Artifact;
  readonly fetcher: Fetcher;
  /** Changes when the layout does, so that an older tree is replaced. */
  readonly layout: string;
  /** Lays the artifact's files out in an empty folder. */
  readonly unpack: (files: string, home: string, progress: Progress) => Promise<void>;
}

export interface InstallOptions extends FetchOptions {
  readonly root?: string;
}

/** The tree's home folder; fetches and unpacks only what is missing or damaged. */
export const installTree = async (tree: Tree, progress: Progress, options: InstallOptions = {}): Promise<string> => {
  const root = options.root ?? installDir;
  const home = join(root, artifactId(tree.artifact));
  const [inPlace, cached] = await Promise.all([
    isInPlace(tree, home, progress, options),
    inspectCache(tree.artifact, progress, options),
  ]);
  // A cache that was emptied on purpose is not filled again for a tree that is there.
  if (inPlace && (cached === 'whole' || cached === 'absent')) return home;
  const files = await fetchArtifact(tree.artifact, tree.fetcher, progress, options);
  if (inPlace) return home;
  await withTemporaryFolder(root, 2 * totalSize(tree.artifact), async (temporary) => {
    const staged = join(temporary, 'home');
    await mkdir(staged, { mode: 0o755 });
    await tree.unpack(files, staged, progress);
    await writeStamp(staged, digestOf(tree), [], progress.signal);
    await replaceFolder(staged, home, temporary);
  });
  return home;
};

/** The tree's home folder where it is installed and whole; nothing is fetched. */
export const findTree = async (tree: Tree, options: InstallOptions = {}): Promise<string | undefined> => {
  const home = join(options.root ?? installDir, artifactId(tree.artifact));
  return (await isInPlace(tree, home, silentProgress(), options)) ? home : undefined;
};

const isInPlace = async (
  tree: Tree,
  home: string,
  progress: Progress,
  { verify = false }: InstallOptions,
): Promise<boolean> => {
  const stamp = await readStamp(home);
  if (stamp?.digest !== digestOf(tree)) return false;
  const { damaged } = await inspectFiles(home, stamp.files, verify ? undefined : stamp, progress.signal);
  if (damaged.length > 0) progress.note(`${home} is damaged (${damaged[0]}): installing it again`);
  return damaged.length === 0;
};

const digestOf = (tree: Tree): string =>
  createHash('sha256').update(artifactDigest(tree.artifact)).update(tree.layout).digest('hex');
