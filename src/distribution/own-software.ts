import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canAccess } from '../can-access.ts';
import { FirebreakError } from '../errors.ts';

/**
 * The user's own Hadoop: Apache's layout with all daemons in it.
 * @throws FirebreakError `FB-DIST-HADOOP-HOME`
 */
export const useOwnHadoop = async (home: string): Promise<{ home: string; classpath: string }> => {
  const needed = ['bin/hdfs', 'bin/yarn', 'share/hadoop/common', 'share/hadoop/hdfs/webapps', 'share/hadoop/yarn'];
  await requireFiles(home, needed, {
    code: 'FB-DIST-HADOOP-HOME',
    what: 'Hadoop',
    setting: 'distribution.hadoopHome',
  });
  return { home, classpath: apacheClasspath(home) };
};

/**
 * The user's own Spark, with the jars for YARN and with Python.
 * @throws FirebreakError `FB-DIST-SPARK-HOME`
 */
export const useOwnSpark = async (home: string): Promise<string> => {
  const wanted = { code: 'FB-DIST-SPARK-HOME', what: 'Spark', setting: 'distribution.sparkHome' } as const;
  await requireFiles(home, ['bin/spark-submit', 'jars', 'python/lib/pyspark.zip'], wanted);
  const jars = await readdir(join(home, 'jars'));
  if (!jars.some((jar) => jar.startsWith('spark-yarn_'))) throw unusable(home, ['jars/spark-yarn_*.jar'], wanted);
  return home;
};

/** As `hadoop classpath` prints it, without the configuration folder; `share/hadoop/hdfs` holds the web pages. */
const apacheClasspath = (home: string): string =>
  ['common', 'hdfs', 'mapreduce', 'yarn', 'yarn/timelineservice']
    .flatMap((part) => ['', '/lib/*', '/*'].map((kind) => `${home}/share/hadoop/${part}${kind}`))
    .join(':');

interface Wanted {
  readonly code: `FB-${string}`;
  readonly what: string;
  readonly setting: string;
}

const requireFiles = async (home: string, names: readonly string[], wanted: Wanted): Promise<void> => {
  const found = await Promise.all(names.map((name) => canAccess(join(home, name))));
  const missing = names.filter((_, index) => !found[index]);
  if (missing.length > 0) throw unusable(home, missing, wanted);
};

const unusable = (home: string, missing: readonly string[], { code, what, setting }: Wanted): FirebreakError =>
  new FirebreakError({
    code,
    message: `${home} is not the home folder of a whole ${what}.`,
    because: `it has no ${missing.join(', ')}`,
    next: `point ${setting} at one, or remove it to use the pinned ${what}`,
  });
