import { expect, test } from 'vitest';
import { artifactDigest, artifactId, hadoopArtifact, sparkArtifact, totalSize, tpchgenArtifact } from './manifest.ts';

test('pins Hadoop, Spark and tpchgen-cli, each file once', () => {
  expect([hadoopArtifact, sparkArtifact, tpchgenArtifact('x64')].map(artifactId)).toEqual([
    'hadoop-3.5.0',
    'spark-4.3.0',
    'tpchgen-cli-4.0.0',
  ]);
  const names = hadoopArtifact.files.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(totalSize(sparkArtifact)).toBe(455_910_862);
});

test('has the jar with the web pages of HDFS', () => {
  expect(hadoopArtifact.files.map(({ name }) => name)).toContain('hadoop-hdfs-3.5.0-tests.jar');
});

test('says which processors tpchgen-cli runs on', () => {
  expect(() => tpchgenArtifact('mips')).toThrow(expect.objectContaining({ code: 'FB-DIST-PROCESSOR', exit: 4 }));
});

test('an artifact’s digest changes with any of its checksums', () => {
  const [file] = sparkArtifact.files;
  const other = { ...sparkArtifact, files: [{ name: 'other', size: 1, ...file, sha256: '0'.repeat(64) }] };
  expect(artifactDigest(other)).not.toBe(artifactDigest(sparkArtifact));
});
