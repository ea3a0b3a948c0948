import { join } from 'node:path';
import type { Fetcher } from './artifact.ts';
import { artifactId, totalSize } from './manifest.ts';
import { runClient } from './run-client.ts';
import { bytesOf, watchBytes } from './watch-bytes.ts';

const pom = join(import.meta.dirname, 'hadoop-pom.xml');

/** Hadoop's jars, through Maven and the user's own settings (mirrors, proxies) of it. */
export const fetchWithMaven: Fetcher = async (artifact, files, scratch, progress) => {
  const names = new Set(artifact.files.map(({ name }) => name));
  // A local repository of its own: a damaged ~/.m2 would only be copied from again.
  const repository = join(scratch, 'repository');
  const maven = () =>
    runClient(
      {
        command: 'mvn',
        arguments: [
          '--batch-mode',
          '--quiet',
          `--file=${pom}`,
          'dependency:copy-dependencies',
          `-D${artifact.name}.version=${artifact.version}`,
          `-DoutputDirectory=${files}`,
          '-DincludeScope=runtime',
          `-Dmaven.repo.local=${repository}`,
          '-Dmaven.artifact.threads=10',
        ],
        code: 'FB-DIST-FETCH',
        purpose: `fetch ${artifactId(artifact)}`,
        next: 'check the network, and mirrors and proxies in ~/.m2/settings.xml; then run this again',
      },
      progress,
    );
  await watchBytes(progress, () => bytesOf(repository, names), totalSize(artifact), maven);
};
