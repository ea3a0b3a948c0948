import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fetcher } from './artifact.ts';
import { artifactId, totalSize } from './manifest.ts';
import { runClient } from './run-client.ts';
import { bytesOf, watchBytes } from './watch-bytes.ts';

/**
 * A Python package as it was published, through the system's pip and the user's own settings (index, proxies) of it.
 * pip prepares a source archive's metadata, i.e. runs code from it: the hash that it requires is checked before, and
 * the build back end is the system's instead of a fresh download.
 */
const fetchWithPip =
  (project: string, format: '--only-binary' | '--no-binary'): Fetcher =>
  async (artifact, files, scratch, progress) => {
    const requirements = join(scratch, 'requirements.txt');
    const hashes = artifact.files.map(({ sha256 }) => `--hash=sha256:${sha256}`).join(' ');
    await writeFile(requirements, `${project}==${artifact.version} ${hashes}\n`);
    const names = new Set(artifact.files.map(({ name }) => name));
    const pip = () =>
      runClient(
        {
          command: '/usr/bin/python3',
          arguments: [
            ...['-m', 'pip', 'download', '--disable-pip-version-check', '--no-cache-dir', '--progress-bar=off'],
            ...['--no-deps', '--no-build-isolation', '--require-hashes', format, ':all:'],
            ...['--requirement', requirements, '--dest', files],
          ],
          environment: { TMPDIR: scratch },
          code: 'FB-DIST-FETCH',
          purpose: `fetch ${artifactId(artifact)}`,
          next: 'check the network, and index and proxy in pip’s configuration (pip config list); then run this again',
        },
        progress,
      );
    await watchBytes(progress, () => bytesOf(scratch, names), totalSize(artifact), pip);
  };

export const fetchSparkWithPip: Fetcher = fetchWithPip('pyspark', '--no-binary');
export const fetchPyarrowWithPip: Fetcher = fetchWithPip('pyarrow', '--only-binary');
export const fetchTpchgenWithPip: Fetcher = fetchWithPip('tpchgen-cli', '--only-binary');
