import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hadoopVersion } from './hadoop-version.ts';

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
