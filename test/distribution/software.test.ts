import { cp, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artifactFolder, fetchArtifact, inspectCache } from '../../src/distribution/artifact.ts';
import { installHadoop } from '../../src/distribution/hadoop.ts';
import { type Distribution, installDistribution } from '../../src/distribution/install.ts';
import { hadoopArtifact, sparkArtifact } from '../../src/distribution/manifest.ts';
import { installTpchgen } from '../../src/distribution/tpchgen.ts';
import { type Progress, silentProgress } from '../../src/progress.ts';
import { commandLinesWith } from './command-lines.ts';

let distribution: Distribution;
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'firebreak-software-'));
  distribution = await installDistribution({}, silentProgress());
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** As a user without any right, with Java from JAVA_HOME only. */
const asNobody = async (command: string, ...given: string[]): Promise<{ exitCode?: number; output: string }> => {
  const { exitCode, all } = await execa('setpriv', ['--reuid=65534', '--clear-groups', command, ...given], {
    all: true,
    reject: false,
    cwd: '/',
    extendEnv: false,
    env: { PATH: '/usr/bin:/bin', JAVA_HOME: distribution.javaHome },
  });
  return { ...(exitCode !== undefined && { exitCode }), output: all };
};

describe('the commands of Hadoop, for any user', () => {
  test.each(['hadoop', 'hdfs', 'yarn'])('`%s version` says 3.5.0', async (name) => {
    const { exitCode, output } = await asNobody(`${distribution.hadoopHome}/bin/${name}`, 'version');
    expect(output).toContain(`Hadoop ${hadoopArtifact.version}`);
    expect(exitCode).toBe(0);
  });

  test('`hdfs dfs` lists a folder, quietly', async () => {
    const { output } = await asNobody(
      `${distribution.hadoopHome}/bin/hdfs`,
      'dfs',
      '-ls',
      `file://${distribution.hadoopHome}`,
    );
    expect(output).toContain(`${distribution.hadoopHome}/webroot`);
    expect(output).not.toContain('WARN');
  });

  test('`yarn application -help` and `yarn logs -help` reach their classes', async () => {
    const yarn = `${distribution.hadoopHome}/bin/yarn`;
    const [application, logs] = await Promise.all([
      asNobody(yarn, 'application', '-help'),
      asNobody(yarn, 'logs', '-help'),
    ]);
    expect(application.output).toContain('-kill');
    expect(logs.output).toContain('-applicationId');
  });

  test('an unknown command is refused with the known ones', async () => {
    const { exitCode, output } = await asNobody(`${distribution.hadoopHome}/bin/yarn`, 'aplication');
    expect(exitCode).toBe(1);
    expect(output).toContain('no such command: aplication');
    expect(output).toContain('applicationattempt');
  });

  test('a wrong JAVA_HOME is named', async () => {
    const { exitCode, all } = await execa(`${distribution.hadoopHome}/bin/hdfs`, ['version'], {
      all: true,
      reject: false,
      env: { JAVA_HOME: '/nowhere' },
    });
    expect(exitCode).toBe(1);
    expect(all).toContain('JAVA_HOME is /nowhere, which has no bin/java');
  });

  test('the web pages of NameNode and DataNode are on the class path', async () => {
    const pages = await readdir(`${distribution.hadoopHome}/webroot/webapps`);
    expect(pages).toEqual(expect.arrayContaining(['hdfs', 'datanode', 'static']));
    expect(distribution.hadoopClasspath.split(':')).toContain(`${distribution.hadoopHome}/webroot`);
  });
});

describe('SPARK_HOME, for any user', () => {
  test('`spark-submit --version` says 4.3.0', async () => {
    const { exitCode, output } = await asNobody(`${distribution.sparkHome}/bin/spark-submit`, '--version');
    expect(output).toContain(`version ${sparkArtifact.version}`);
    expect(exitCode).toBe(0);
  });

  test('runs a Python application', async () => {
    const { output } = await asNobody(
      `${distribution.sparkHome}/bin/spark-submit`,
      '--master=local[2]',
      '--conf=spark.ui.enabled=false',
      `${distribution.sparkHome}/examples/src/main/python/pi.py`,
      '2',
    );
    expect(output).toMatch(/Pi is roughly 3\.1/);
  });

  test('has what YARN containers need of Python', async () => {
    const archives = await readdir(`${distribution.sparkHome}/python/lib`);
    expect(archives).toEqual(expect.arrayContaining(['pyspark.zip', expect.stringMatching(/^py4j-.*\.zip$/)]));
  });
});

test('tpchgen-cli runs', async () => {
  const { stdout } = await execa(await installTpchgen(silentProgress()), ['--version']);
  expect(stdout).toContain('4.0.0');
});

test('where all is there, nothing moves and it takes less than 2 seconds', async () => {
  const moved: number[] = [];
  const notes: string[] = [];
  const progress: Progress = {
    ...silentProgress(),
    step: (_name, work) => work(progress),
    bytes: (done) => void moved.push(done),
    note: (text) => void notes.push(text),
  };
  const start = performance.now();
  expect(await installDistribution({}, progress)).toEqual(distribution);
  expect(performance.now() - start).toBeLessThan(2000);
  expect([moved, notes]).toEqual([[], []]);
});

test('a truncated jar in the cache is noticed and fetched again', async () => {
  await fetchedHadoop();
  const cache = join(scratch, 'cache');
  const copy = artifactFolder(hadoopArtifact, cache);
  await cp(artifactFolder(hadoopArtifact), copy, { recursive: true, preserveTimestamps: true });
  await truncate(join(copy, 'guava-33.4.8-jre.jar'), 1000);
  expect(await inspectCache(hadoopArtifact, silentProgress(), { cache })).toEqual(['guava-33.4.8-jre.jar']);
  const fetchCopy = (_artifact: unknown, files: string) =>
    cp(artifactFolder(hadoopArtifact), files, { recursive: true });
  await fetchArtifact(hadoopArtifact, fetchCopy, silentProgress(), { cache });
  expect(await inspectCache(hadoopArtifact, silentProgress(), { cache, verify: true })).toBe('whole');
});

/** The tree in /opt may be there without its download. */
const fetchedHadoop = async (): Promise<void> => {
  if ((await inspectCache(hadoopArtifact, silentProgress())) !== 'whole') {
    await installHadoop(silentProgress(), { root: join(scratch, 'root') });
  }
};

test('Ctrl-C while Maven downloads stops it and leaves nothing', async () => {
  const interruption = new AbortController();
  const progress: Progress = {
    ...silentProgress(interruption.signal),
    bytes: () => interruption.abort(new Error('Ctrl-C')),
  };
  const cache = join(scratch, 'interrupted');
  await expect(installHadoop(progress, { cache, root: join(scratch, 'opt') })).rejects.toThrow('Ctrl-C');
  expect(await readdir(cache)).toEqual([]);
  expect(await commandLinesWith(cache)).toEqual([]);
});
