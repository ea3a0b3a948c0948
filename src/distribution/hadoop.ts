import { constants } from 'node:fs';
import { copyFile, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import { fetchWithMaven } from './fetch-with-maven.ts';
import { folderDigest } from './folder-digest.ts';
import { findTree, type InstallOptions, installTree, type Tree } from './installed-tree.ts';
import { hadoopArtifact } from './manifest.ts';
import { runClient } from './run-client.ts';

/** Maven Central has Hadoop's jars but no commands: these are ours. */
const commands = join(import.meta.dirname, 'hadoop-home');

const unpackHadoop: Tree['unpack'] = async (files, home, progress) => {
  const jars = hadoopArtifact.files.map(({ name }) => name);
  await mkdir(join(home, 'lib'));
  await Promise.all([
    ...jars.map((name) => copyFile(join(files, name), join(home, 'lib', name), constants.COPYFILE_FICLONE)),
    cp(commands, home, { recursive: true }),
    unpackWebPages(join(files, `hadoop-hdfs-${hadoopArtifact.version}-tests.jar`), join(home, 'webroot'), progress),
  ]);
};

/** NameNode and DataNode refuse to start without `webapps/` on their class path. */
const unpackWebPages = async (jar: string, webroot: string, progress: Progress): Promise<void> => {
  await runClient(
    {
      command: 'unzip',
      arguments: ['-q', jar, 'webapps/*', '-d', webroot],
      code: 'FB-DIST-UNPACK',
      purpose: 'unpack the web pages of HDFS',
      next: 'apt-get install unzip, and check the disk',
    },
    progress,
  );
};

/** Hadoop's home folder: `lib/*.jar`, `webroot/` and the commands in `bin/`. */
export const installHadoop = (progress: Progress, options?: InstallOptions): Promise<string> =>
  installTree(tree(), progress, options);

/** The same where it is installed; nothing is fetched. */
export const findHadoop = (): Promise<string | undefined> => findTree(tree());

const tree = (): Tree => ({
  artifact: hadoopArtifact,
  fetcher: fetchWithMaven,
  layout: folderDigest(commands),
  unpack: unpackHadoop,
});

export const hadoopClasspath = (home: string): string =>
  [`${home}/webroot`, `${home}/lib/*`, `${home}/etc/hadoop`].join(':');
