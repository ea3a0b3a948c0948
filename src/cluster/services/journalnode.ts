import type { Plan } from '../plan.ts';
import { hadoopClasspath, javaDaemon } from './java-daemon.ts';
import type { Readiness, Service } from './service.ts';

export const journalnode = (plan: Plan): Service =>
  javaDaemon(plan, {
    name: 'journalnode',
    user: 'hdfs',
    main: 'org.apache.hadoop.hdfs.qjournal.server.JournalNode',
    classpath: hadoopClasspath(plan),
    reads: ['hadoop/core-site.xml', 'hadoop/hdfs-site.xml', 'hadoop/log4j.properties'],
    ready: { pages: [{ urls: [journalNodePage(plan, plan.layout.address)], expects: answers }] },
  });

/** Pages of all JournalNodes: HDFS is made with every one of them, and used with a majority. */
export const allJournalNodes = (plan: Plan): Readiness => ({
  pages: plan.layout.journalNodes.map((address) => ({ urls: [journalNodePage(plan, address)], expects: answers })),
});

const answers = /"beans" : \[ \{/;

const journalNodePage = ({ layout }: Plan, address: string): string =>
  `http://${address}:${layout.ports.journalNodeHttp}/jmx?qry=Hadoop:service=JournalNode,name=JournalNodeInfo`;

/** Whether any of them has a file system’s changes. */
export const oneJournalIsFormatted = (plan: Plan): Readiness => ({
  pages: [
    {
      urls: plan.layout.journalNodes.map((address) => journalNodePage(plan, address)),
      expects: /"JournalsStatus" : ".*\\"Formatted\\":\\"true\\"/,
    },
  ],
});
