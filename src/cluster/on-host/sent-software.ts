import { z } from 'zod';
import { findGvisor } from '../../distribution/gvisor.ts';
import { hadoopClasspath } from '../../distribution/hadoop.ts';
import type { Distribution } from '../../distribution/install.ts';
import { hostJava, useOwnJava } from '../../distribution/java.ts';
import { useOwnHadoop, useOwnSpark } from '../../distribution/own-software.ts';
import type { ClusterSpec } from '../spec.ts';

/** Where the controller has put the software on a host; what the spec brings itself is not among it. */
export const sentSoftware = z.object({
  hadoopHome: z.string(),
  sparkHome: z.string(),
  image: z.object({
    tag: z.string(),
    archive: z.object({ path: z.string(), sha256: z.string() }).optional(),
  }),
  /** Java inside the image. */
  imageJavaHome: z.string().optional(),
});

export type SentSoftware = z.infer<typeof sentSoftware>;

/** The software of a host: what was sent, and what it has itself. @throws FirebreakError `FB-DIST-…`, `FB-JAVA-…` */
export const distributionOnHost = async (
  { distribution }: Pick<ClusterSpec, 'distribution'>,
  { hadoopHome, sparkHome, image }: SentSoftware,
): Promise<Distribution> => {
  const hadoop =
    distribution.hadoopHome === undefined
      ? { home: hadoopHome, classpath: hadoopClasspath(hadoopHome) }
      : await useOwnHadoop(distribution.hadoopHome);
  return {
    javaHome: distribution.javaHome === undefined ? (await hostJava()).home : await useOwnJava(distribution.javaHome),
    hadoopHome: hadoop.home,
    hadoopClasspath: hadoop.classpath,
    sparkHome: distribution.sparkHome === undefined ? sparkHome : await useOwnSpark(distribution.sparkHome),
    image: image.archive === undefined ? { tag: image.tag } : { tag: image.tag, archive: image.archive },
    gvisor: await findGvisor(),
  };
};
