import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hadoopVersion, isOlder } from './hadoop-version.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'firebreak-hadoop-'));
});
afterAll(() => rm(home, { recursive: true }));

it('is read from the NameNode’s jar, and from no other', async () => {
  expect(await hadoopVersion(home)).toBeUndefined();
  await mkdir(join(home, 'share/hadoop/hdfs'), { recursive: true });
  const names = ['hadoop-hdfs-3.4.3-tests.jar', 'hadoop-hdfs-client-3.4.2.jar', 'hadoop-hdfs-3.4.3.jar'];
  for (const name of names) await writeFile(join(home, 'share/hadoop/hdfs', name), '');
  expect(await hadoopVersion(home)).toBe('3.4.3');
});

it.each([
  ['3.4.3', '3.5.0', true],
  ['3.4.9', '3.4.10', true],
  ['3.5.0', '3.5.0', false],
  ['3.10.0', '3.5.0', false],
])('%s comes before %s: %s', (version, than, expected) => {
  expect(isOlder(version, than)).toBe(expected);
});
