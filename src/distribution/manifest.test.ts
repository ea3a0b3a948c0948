import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  artifactDigest,
  artifactId,
  goToolchainPin,
  gvisorArtifact,
  gvisorModule,
  hadoopArtifact,
  pyarrowArtifact,
  sparkArtifact,
  totalSize,
  tpchgenArtifact,
} from './manifest.ts';

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

test.each(['x64', 'arm64'])('has pyarrow for the Pythons of Debian 12 and 13 on %s', (processor) => {
  for (const python of ['cp311', 'cp313'])
    expect(pyarrowArtifact(python, processor).files.map(({ name }) => name)).toEqual([
      expect.stringMatching(`^pyarrow-26\\.0\\.1-${python}-${python}-manylinux_2_28_`),
    ]);
  expect(() => pyarrowArtifact('cp27', processor)).toThrow(
    expect.objectContaining({ code: 'FB-DIST-PYTHON', exit: 4 }),
  );
});

test('an artifact’s digest changes with any of its checksums', () => {
  const [file] = sparkArtifact.files;
  const other = { ...sparkArtifact, files: [{ name: 'other', size: 1, ...file, sha256: '0'.repeat(64) }] };
  expect(artifactDigest(other)).not.toBe(artifactDigest(sparkArtifact));
});

test('gVisor’s version is the one in go.mod, and in go.sum with its checksum', () => {
  const [path, version = ''] = gvisorModule.split('@');
  const [day, commit] = gvisorArtifact('x64').version.split('-');
  expect(version).toMatch(new RegExp(`^v0\\.0\\.0-${day}\\d{6}-${commit}$`));
  const text = (name: string): string => readFileSync(new URL(`gvisor/${name}`, import.meta.url), 'utf8');
  expect(text('go.mod')).toContain(`${path} ${version} `);
  expect(text('go.sum')).toContain(`\n${path} ${version} h1:`);
});

test('pins a Go for each processor that gVisor is pinned for', () => {
  const modules = ['x64', 'arm64'].map((processor) => goToolchainPin(processor).module);
  expect(modules).toEqual(['amd64', 'arm64'].map((name) => expect.stringMatching(`linux-${name}$`)));
  const [x64, arm64] = ['x64', 'arm64'].map((processor) => artifactDigest(gvisorArtifact(processor)));
  expect(x64).not.toBe(arm64);
});
