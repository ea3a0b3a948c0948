import { createReadStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { FirebreakError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { fetchSparkWithPip } from './fetch-with-pip.ts';
import { findTree, type InstallOptions, installTree, type Tree } from './installed-tree.ts';
import { sparkArtifact } from './manifest.ts';
import { watchBytes } from './watch-bytes.ts';

/** Of the archive's folders, what an ordinary SPARK_HOME has, and where. */
const layout = [
  ['deps/jars', 'jars'],
  ['deps/bin', 'bin'],
  ['deps/sbin', 'sbin'],
  ['deps/licenses', 'licenses'],
  ['deps/examples', 'examples/src/main/python'],
  ['pyspark', 'python/pyspark'],
  ['lib', 'python/lib'],
  ['LICENSE', 'LICENSE'],
  ['NOTICE', 'NOTICE'],
] as const;

/** Scripts of Windows and of SparkR, which is not in the archive. */
const left = ['*.cmd', '*/bin/sparkR'];

const unpackSpark: Tree['unpack'] = async (files, home, progress) => {
  const archive = `pyspark-${sparkArtifact.version}`;
  const unpacked = join(home, 'unpacked');
  await mkdir(unpacked);
  await extract(join(files, `${archive}.tar.gz`), archive, unpacked, progress);
  await Promise.all(
    ['python', 'examples/src/main', 'conf'].map((folder) => mkdir(join(home, folder), { recursive: true })),
  );
  await Promise.all(layout.map(([from, to]) => rename(join(unpacked, from), join(home, to))));
  await rm(unpacked, { recursive: true });
};

const extract = async (file: string, archive: string, target: string, progress: Progress): Promise<void> => {
  const stream = createReadStream(file, { highWaterMark: 1 << 20 });
  const total = sparkArtifact.files.reduce((sum, { size }) => sum + size, 0);
  const tar = () =>
    execa(
      'tar',
      [
        ...[
          '--extract',
          '--gzip',
          '--no-same-owner',
          '--mode=u=rwX,go=rX',
          `--directory=${target}`,
          '--strip-components=1',
        ],
        ...left.map((pattern) => `--exclude=${pattern}`),
        ...layout.map(([from]) => `${archive}/${from}`),
      ],
      { input: stream, cancelSignal: progress.signal },
    );
  try {
    await watchBytes(progress, async () => stream.bytesRead, total, tar);
  } catch (thrown) {
    progress.signal.throwIfAborted();
    throw new FirebreakError({
      code: 'FB-DIST-UNPACK',
      message: `tar could not unpack ${archive}.`,
      because: thrown instanceof Error ? thrown.message : String(thrown),
      next: 'check the disk, then run this again',
      cause: thrown,
    });
  } finally {
    stream.destroy();
  }
};

/** SPARK_HOME: `bin/`, `jars/`, `python/` as in Apache's own archive. */
export const installSpark = (progress: Progress, options?: InstallOptions): Promise<string> =>
  installTree(tree, progress, options);

/** The same where it is installed; nothing is fetched. */
export const findSpark = (): Promise<string | undefined> => findTree(tree);

const tree: Tree = {
  artifact: sparkArtifact,
  fetcher: fetchSparkWithPip,
  layout: JSON.stringify([layout, left]),
  unpack: unpackSpark,
};
