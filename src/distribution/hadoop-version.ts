import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The version of the Hadoop in that home folder, by its NameNode’s jar; undefined where that says none. */
export const hadoopVersion = async (home: string): Promise<string | undefined> => {
  // Ours, and Apache’s.
  const folders = ['lib', 'share/hadoop/hdfs'].map((folder) => readdir(join(home, folder)).catch(() => []));
  const names = (await Promise.all(folders)).flat();
  return names.map((name) => /^hadoop-hdfs-(\d[\w.]*)\.jar$/.exec(name)?.[1]).find((version) => version !== undefined);
};
