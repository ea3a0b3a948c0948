import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Distribution } from '../distribution/install.ts';
import { FirebreakError, reasonOf } from '../errors.ts';
import type { Cluster } from './clusters.ts';
import type { Layout } from './layout.ts';
import type { Plan } from './plan.ts';

/** Where every container sees Spark, mounted read-only. */
export const sparkInContainer = '/opt/spark';

/**
 * What a plain `spark-submit`, `hdfs` or `yarn` needs in its environment to speak to this cluster.
 * `py4j` is the file name that `findPy4j` gives.
 */
export const clientEnvironment = (
  layout: Layout,
  { hadoopHome, sparkHome, javaHome }: Pick<Distribution, 'hadoopHome' | 'sparkHome' | 'javaHome'>,
  py4j: string,
): Record<string, string> => {
  const python = `local:${sparkInContainer}/python/lib`;
  return {
    JAVA_HOME: javaHome,
    HADOOP_HOME: hadoopHome,
    HADOOP_CONF_DIR: layout.clientConf,
    SPARK_HOME: sparkHome,
    SPARK_CONF_DIR: layout.clientConf,
    // Else each job uploads its own copy of PySpark.
    PYSPARK_ARCHIVES_PATH: `${python}/pyspark.zip,${python}/${py4j}`,
    PATH: [
      `${sparkHome}/bin`,
      `${hadoopHome}/bin`,
      `${javaHome}/bin`,
      '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ].join(':'),
  };
};

/**
 * For a client that only submits, as one in cluster mode does: half of its time goes to compiling code that runs once. A
 * driver that runs where it is submitted wants the better compiler.
 */
export const submitsOnly = { SPARK_SUBMIT_OPTS: '-XX:TieredStopAtLevel=1' } as const;

/** Where `up` leaves that environment for every user of the machine, as JSON. */
export const clientEnvironmentFile = (layout: Layout): string => `${layout.clientConf}/environment.json`;

/**
 * The environment that `up` left.
 * @throws FirebreakError `FB-CLUSTER-UNFINISHED` where it did not come that far.
 */
export const readClientEnvironment = async ({ name, layout }: Cluster): Promise<Record<string, string>> => {
  const text = await readFile(clientEnvironmentFile(layout), 'utf8').catch((cause: unknown) => {
    throw new FirebreakError({
      code: 'FB-CLUSTER-UNFINISHED',
      message: `Cluster ${name} is not up yet.`,
      because: reasonOf(cause),
      next: 'Run the `firebreak up` or `firebreak quickstart` that was interrupted again.',
      cause,
    });
  });
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
};

/** File name of py4j's archive in a Spark home, e.g. `py4j-0.10.9.9-src.zip`: its version is Spark's choice. */
export const findPy4j = async (sparkHome: string): Promise<string> => {
  const folder = `${sparkHome}/python/lib`;
  const names = await readdir(folder).catch(() => []);
  const found = names.find((name) => /^py4j-.*\.zip$/.test(name));
  if (found === undefined) {
    throw new FirebreakError({
      code: 'FB-SPARK-PY4J',
      message: `no py4j archive in ${folder}`,
      because: 'this is not a Spark distribution with Python',
      next: 'set distribution.sparkHome to a Spark with Python, or remove it to use the pinned one',
    });
  }
  return found;
};

const largestContainersName = 'largest-containers.json';

const sizes = z.record(z.string(), z.object({ memoryMiB: z.number(), vcores: z.number() }));

/** The largest container that each tenant can have, for clients; by its name below `conf`. */
export const largestContainers = ({ spec: { tenants }, largest, largestOfLabel }: Plan): [string, string] => {
  const of = Object.entries(tenants).map(([name, { label }]) => [name, largestOfLabel[label ?? ''] ?? largest]);
  return [`client/${largestContainersName}`, `${JSON.stringify(Object.fromEntries(of))}\n`];
};

/** The same for one tenant, as `up` left it; undefined where it left nothing. */
export const largestContainerOf = async ({ clientConf }: Layout, tenant: string) => {
  const text = await readFile(`${clientConf}/${largestContainersName}`, 'utf8').catch(() => '{}');
  return sizes.parse(JSON.parse(text))[tenant];
};
