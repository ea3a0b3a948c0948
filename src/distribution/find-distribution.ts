import type { ClusterSpec } from '../cluster/spec.ts';
import { FirebreakError } from '../errors.ts';
import { findGvisor, isGvisorBuilt } from './gvisor.ts';
import { findHadoop, hadoopClasspath } from './hadoop.ts';
import { hadoopVersion } from './hadoop-version.ts';
import type { Distribution, GvisorNeed } from './install.ts';
import { hostJava, useOwnJava } from './java.ts';
import { hadoopArtifact } from './manifest.ts';
import { useOwnHadoop, useOwnSpark } from './own-software.ts';
import { findSpark } from './spark.ts';
import { findWorkloadImage } from './workload-image.ts';

/** The software as far as this machine has it already, and what `up` would still fetch or build. */
export interface FoundSoftware {
  readonly distribution: Distribution | undefined;
  readonly missing: readonly string[];
}

export const findDistribution = async (
  { javaHome, hadoopHome, sparkHome, image }: ClusterSpec['distribution'],
  need: GvisorNeed,
): Promise<FoundSoftware> => {
  const [java, hadoop, spark, workload, gvisor, built] = await Promise.all([
    javaHome === undefined ? hostJavaHome() : useOwnJava(javaHome),
    hadoopHome === undefined ? findHadoop() : hadoopHome,
    sparkHome === undefined ? findSpark() : useOwnSpark(sparkHome),
    image === undefined ? findWorkloadImage().catch(unlessKnown) : { tag: image },
    findGvisor(),
    isGvisorBuilt(),
  ]);
  const missing = [
    ...(java === undefined ? ['Java'] : []),
    ...(hadoop === undefined ? ['Hadoop'] : []),
    ...(spark === undefined ? ['Spark'] : []),
    ...(workload === undefined ? ['the workload image'] : []),
    ...(need === 'build' && !built ? ['gVisor'] : []),
  ];
  if (java === undefined || hadoop === undefined || spark === undefined || workload === undefined) {
    return { distribution: undefined, missing };
  }
  const classpath = hadoopHome === undefined ? hadoopClasspath(hadoop) : (await useOwnHadoop(hadoopHome)).classpath;
  const homes = { javaHome: java, hadoopHome: hadoop, hadoopClasspath: classpath, sparkHome: spark };
  return { distribution: { ...homes, image: workload, gvisor }, missing };
};

/** The Hadoop that a cluster is to run, before anything is fetched; empty where that is not known. */
export const wantedHadoopVersion = async ({ hadoopHome }: ClusterSpec['distribution']): Promise<string> =>
  hadoopHome === undefined ? hadoopArtifact.version : ((await hadoopVersion(hadoopHome)) ?? '');

/** Without Java, nothing can be said of what else is there. */
const unlessKnown = (thrown: unknown): undefined => {
  if (thrown instanceof FirebreakError) return undefined;
  throw thrown;
};

const hostJavaHome = (): Promise<string | undefined> => hostJava().then(({ home }) => home, unlessKnown);
