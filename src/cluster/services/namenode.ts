import type { Layout } from '../layout.ts';
import { hasStandby, nameNodePage } from '../masters.ts';
import type { Plan } from '../plan.ts';
import { hadoopClasspath, javaDaemon } from './java-daemon.ts';
import type { Page, Readiness, Service } from './service.ts';

const main = 'org.apache.hadoop.hdfs.server.namenode.NameNode';

/** One that is of a newer Hadoop than its data takes them over; `up` lets none start that is not prepared for. */
export const namenode = (plan: Plan): Service => daemon(plan, ['-rollingUpgrade', 'started']);

const daemon = (plan: Plan, words: readonly string[]): Service =>
  javaDaemon(plan, {
    name: 'namenode',
    user: 'hdfs',
    main,
    classpath: hadoopClasspath(plan),
    arguments: words,
    reads: ['hadoop/core-site.xml', 'hadoop/hdfs-site.xml', 'hadoop/log4j.properties'],
    ready: readiness(plan.layout),
  });

/** Of two, this one has read what there is, and one of them is active. */
const readiness = (layout: Layout): Readiness => {
  if (!hasStandby(layout.nameNodes)) return hdfsIsWritable(layout);
  const own = { urls: [nameNodePage(layout, layout.address, 'NameNodeInfo')], expects: outOfSafeMode };
  return { pages: [own, oneIsActive(layout)] };
};

const outOfSafeMode = /"Safemode" : ""/;

export const oneIsActive = (layout: Layout): Page => ({
  urls: layout.nameNodes.map((address) => nameNodePage(layout, address, 'NameNodeStatus')),
  expects: /"State" : "active"/,
});

/** Asked of the NameNodes, from any host. */
export const hdfsIsWritable = (layout: Layout): Readiness => {
  const [only] = layout.nameNodes;
  if (!hasStandby(layout.nameNodes))
    return { pages: [{ urls: [nameNodePage(layout, only, 'NameNodeInfo')], expects: outOfSafeMode }] };
  return {
    pages: [
      {
        urls: layout.nameNodes.map((address) => nameNodePage(layout, address, 'NameNode*')),
        expects: /^(?=.*"State" : "active").*"Safemode" : ""/s,
      },
    ],
  };
};

export const nameNodeAnswers = (layout: Layout, address: string): Readiness => ({
  pages: [{ urls: [nameNodePage(layout, address, 'NameNodeStatus')], expects: /"State" : / }],
});

const once = (plan: Plan, ...words: readonly string[]): readonly string[] => daemon(plan, words).command;

/** Command line that makes the empty file system, on the JournalNodes too; refuses where there is one already. */
export const formatCommand = (plan: Plan): readonly string[] => once(plan, '-format', '-nonInteractive');

/** Command line that makes a NameNode the standby of one that runs, by a copy of what that one has. */
export const bootstrapCommand = (plan: Plan): readonly string[] =>
  once(plan, '-bootstrapStandby', '-nonInteractive', '-force');

/** Command line that gives the changes of a file system with one NameNode to empty JournalNodes. */
export const shareEditsCommand = (plan: Plan): readonly string[] =>
  once(plan, '-initializeSharedEdits', '-nonInteractive');
