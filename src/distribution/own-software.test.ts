import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useOwnHadoop, useOwnSpark } from './own-software.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'firebreak-own-'));
});
afterEach(() => rm(home, { recursive: true }));

const put = async (...names: string[]): Promise<void> => {
  for (const name of names) {
    await mkdir(dirname(join(home, name)), { recursive: true });
    await writeFile(join(home, name), '');
  }
};

test('takes a whole Hadoop, web pages first on each part’s class path', async () => {
  await put('bin/hdfs', 'bin/yarn', 'share/hadoop/common/a.jar', 'share/hadoop/hdfs/webapps/hdfs/index.html');
  await put('share/hadoop/yarn/b.jar');
  const { classpath } = await useOwnHadoop(home);
  expect(classpath.split(':')).toEqual(
    expect.arrayContaining([
      `${home}/share/hadoop/hdfs`,
      `${home}/share/hadoop/yarn/lib/*`,
      `${home}/share/hadoop/common/*`,
    ]),
  );
});

test('says what a Hadoop lacks', async () => {
  await put('bin/hdfs', 'share/hadoop/common/a.jar', 'share/hadoop/yarn/b.jar');
  await expect(useOwnHadoop(home)).rejects.toMatchObject({
    code: 'FB-DIST-HADOOP-HOME',
    because: 'it has no bin/yarn, share/hadoop/hdfs/webapps',
  });
});

test('a Spark without YARN will not do', async () => {
  await put('bin/spark-submit', 'jars/spark-core_2.13-4.3.0.jar', 'python/lib/pyspark.zip');
  await expect(useOwnSpark(home)).rejects.toMatchObject({
    code: 'FB-DIST-SPARK-HOME',
    because: 'it has no jars/spark-yarn_*.jar',
  });
  await put('jars/spark-yarn_2.13-4.3.0.jar');
  expect(await useOwnSpark(home)).toBe(home);
});
