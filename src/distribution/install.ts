import type { ClusterSpec } from '../cluster/spec.ts';
import type { Progress } from '../progress.ts';
import { findGvisor, type Gvisor, installOrFindGvisor } from './gvisor.ts';
import { hadoopClasspath, installHadoop } from './hadoop.ts';
import type { WorkloadImage } from './import-image.ts';
import { hostJava, useOwnJava } from './java.ts';
import { useOwnHadoop, useOwnSpark } from './own-software.ts';
import { installSpark } from './spark.ts';
import { buildWorkloadImage } from './workload-image.ts';

/** The software a cluster runs on, present on this machine and readable by every user of it. */
export interface Distribution {
  readonly javaHome: string;
  readonly hadoopHome: string;
  /** Jars and web pages of all Hadoop daemons and clients; the configuration folder goes in front of it. */
  readonly hadoopClasspath: string;
  readonly sparkHome: string;
  readonly image: WorkloadImage;
  /** Undefined where this machine has none. */
  readonly gvisor: Gvisor | undefined;
}

type Wanted = ClusterSpec['distribution'];

/** Building gVisor takes minutes: a cluster that does without takes what is there. */
export type GvisorNeed = 'build' | 'find';

/**
 * Fetches, unpacks and builds what is missing, side by side; what the spec brings itself is only checked. Where all is
 * there it takes less than a second.
 * @throws FirebreakError `FB-DIST-…`, `FB-IMAGE-…`, `FB-JAVA-…`
 */
export const installDistribution = async (
  wanted: Wanted,
  progress: Progress,
  need: GvisorNeed = 'find',
): Promise<Distribution> => {
  const javaHome = await (wanted.javaHome === undefined
    ? hostJava().then(({ home }) => home)
    : useOwnJava(wanted.javaHome));
  // All of them end before a failure of one is told: nobody works on in the background.
  const [hadoop, spark, image, gvisor] = await Promise.allSettled([
    progress.step('Hadoop', (step) => hadoopOf(wanted, step)),
    progress.step('Spark', (step) => sparkOf(wanted, step)),
    progress.step('Workload image', (step) => imageOf(wanted, step)),
    need === 'build' ? progress.step('gVisor', (step) => installOrFindGvisor(step)) : findGvisor(),
  ]);
  const { home: hadoopHome, classpath } = resultOf(hadoop);
  return {
    javaHome,
    hadoopHome,
    hadoopClasspath: classpath,
    sparkHome: resultOf(spark),
    image: resultOf(image),
    gvisor: resultOf(gvisor),
  };
};

const hadoopOf = async ({ hadoopHome }: Wanted, progress: Progress): Promise<{ home: string; classpath: string }> => {
  if (hadoopHome !== undefined) return useOwnHadoop(hadoopHome);
  const home = await installHadoop(progress);
  return { home, classpath: hadoopClasspath(home) };
};

const sparkOf = ({ sparkHome }: Wanted, progress: Progress): Promise<string> =>
  sparkHome === undefined ? installSpark(progress) : useOwnSpark(sparkHome);

const imageOf = async ({ image }: Wanted, progress: Progress): Promise<WorkloadImage> =>
  image === undefined ? buildWorkloadImage(progress) : { tag: image };

const resultOf = <T>(settled: PromiseSettledResult<T>): T => {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
};
