import { createHash } from 'node:crypto';
import { mkdir, rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Progress, silentProgress } from '../progress.ts';
import { distributionSources, writeAcquireOptions } from './apt-sources.ts';
import { inspectFiles, readStamp, sha256Of, writeStamp } from './file-records.ts';
import { folderDigest } from './folder-digest.ts';
import { cacheDir, installDir } from './folders.ts';
import { hostRelease, suiteOf } from './host-release.ts';
import type { WorkloadImage } from './import-image.ts';
import { hostJava } from './java.ts';
import { ownProcesses } from './own-processes.ts';
import { javaPackage } from './package-queries.ts';
import { runClient } from './run-client.ts';
import { replaceFolder, withTemporaryFolder } from './temporary-folder.ts';
import { watchBytes } from './watch-bytes.ts';

const ourFiles = join(import.meta.dirname, 'image');
const archiveName = 'root.tar';
const usualSize = 480e6;

/** What a Spark container and the benchmarks need, next to Java. */
const packages = ['bash', 'fio', 'iperf3', 'procps', 'python3', 'sockperf', 'stress-ng'];

interface Recipe {
  readonly suite: string;
  readonly packages: readonly string[];
  readonly fingerprint: string;
}

const recipeOf = async (): Promise<Recipe> => {
  const [release, java] = await Promise.all([hostRelease(), hostJava()]);
  const suite = suiteOf(release);
  const included = [...packages, javaPackage(java.major)].sort();
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([suite, process.arch, included, folderDigest(ourFiles)]))
    .digest('hex')
    .slice(0, 12);
  return { suite, packages: included, fingerprint };
};

/**
 * Builds the workload image from the host's own package sources, or takes it from the cache. Java is at the path that
 * it has on the host.
 * @throws FirebreakError `FB-IMAGE-BUILD`, `FB-IMAGE-SOURCES`, `FB-JAVA-MISSING`, `FB-HOST-RELEASE`, `FB-DIST-SPACE`
 */
export const buildWorkloadImage = async (progress: Progress, cache: string = cacheDir()): Promise<WorkloadImage> => {
  const recipe = await recipeOf();
  const folder = join(cache, `image-${recipe.fingerprint}`);
  const sha256 = (await cachedSha256(folder, progress)) ?? (await build(recipe, folder, cache, progress));
  return imageOf(recipe.fingerprint, folder, sha256);
};

/** The image in the cache; nothing is built. */
export const findWorkloadImage = async (cache: string = cacheDir()): Promise<WorkloadImage | undefined> => {
  const { fingerprint } = await recipeOf();
  const folder = join(cache, `image-${fingerprint}`);
  const sha256 = await cachedSha256(folder, silentProgress());
  return sha256 === undefined ? undefined : imageOf(fingerprint, folder, sha256);
};

const imageOf = (fingerprint: string, folder: string, sha256: string): WorkloadImage => ({
  tag: `firebreak/workload:${fingerprint}`,
  archive: { path: join(folder, archiveName), sha256 },
});

const cachedSha256 = async (folder: string, progress: Progress): Promise<string | undefined> => {
  const stamp = await readStamp(folder);
  if (stamp === undefined) return undefined;
  const { damaged } = await inspectFiles(folder, stamp.files, stamp, progress.signal);
  if (damaged.length === 0) return stamp.files.find(({ name }) => name === archiveName)?.sha256;
  progress.note('the workload image in the cache is damaged: building it again');
  return undefined;
};

const build = (recipe: Recipe, folder: string, cache: string, progress: Progress): Promise<string> =>
  withTemporaryFolder(cache, 2 * usualSize, (finished) =>
    // apt's own user must be able to enter the place where the root grows, and the cache is often below /root.
    withTemporaryFolder(installDir, 2 * usualSize, async (growing) => {
      const image = join(finished, basename(folder));
      await mkdir(image);
      const archive = join(image, archiveName);
      await bootstrap(recipe, archive, growing, progress);
      const { size } = await stat(archive);
      const sha256 = await sha256Of(archive, progress.signal);
      await writeStamp(image, recipe.fingerprint, [{ name: archiveName, size, sha256 }]);
      await replaceFolder(image, folder, finished);
      return sha256;
    }),
  );

const bootstrap = async (recipe: Recipe, archive: string, growing: string, progress: Progress): Promise<void> => {
  const options = join(growing, 'acquire.conf');
  const part = `${archive}.part`;
  await writeAcquireOptions(options);
  const mmdebstrap = async (): Promise<void> => {
    await runClient(
      {
        // mmdebstrap itself would finish its step before it stops.
        command: 'unshare',
        stopSignal: 'SIGKILL',
        arguments: [
          ...ownProcesses,
          ...[
            'mmdebstrap',
            '--mode=root',
            '--variant=minbase',
            '--format=tar',
            `--aptopt=${options}`,
            '--dpkgopt=force-unsafe-io',
          ],
          `--include=${recipe.packages.join(',')}`,
          `--customize-hook=${join(ourFiles, 'customize.sh')}`,
          ...[recipe.suite, part],
          ...(await distributionSources()),
        ],
        environment: { TMPDIR: growing, LC_ALL: 'C.UTF-8' },
        code: 'FB-IMAGE-BUILD',
        purpose: 'build the workload image with mmdebstrap',
        next: 'apt-get update, check the network, then run this again; or name an image in distribution.image',
        onLine: (line) => noteStage(line, progress),
      },
      progress,
    );
  };
  await watchBytes(progress, async () => (await stat(part)).size, undefined, mmdebstrap);
  await rename(part, archive);
};

/** mmdebstrap marks its own lines, among those of apt and dpkg. */
const noteStage = (line: string, progress: Progress): void => {
  const stage = line.match(/^I: (.*(?:downloading|extracting|installing|creating).*?)\.*$/)?.[1];
  if (stage !== undefined) progress.note(stage);
};
