import type { Plan } from '../plan.ts';
import { hadoopClasspath, javaDaemon } from './java-daemon.ts';
import type { Service } from './service.ts';

const main = 'org.apache.hadoop.hdfs.server.namenode.NameNode';

export const namenode = (plan: Plan): Service =>
  javaDaemon(plan, {
    name: 'namenode',
    user: 'hdfs',
    main,
    classpath: hadoopClasspath(plan),
    reads: ['hadoop/core-site.xml', 'hadoop/hdfs-site.xml', 'hadoop/log4j.properties'],
    ready: {
      pages: [
        {
          url: `http://${plan.layout.nameNode}:${plan.layout.ports.nameNodeHttp}/jmx?qry=Hadoop:service=NameNode,name=NameNodeInfo`,
          expects: /"Safemode" : ""/,
        },
      ],
    },
  });

/** Command line that makes the empty file system; refuses where there is one already. */
export const formatCommand = (plan: Plan): readonly string[] => [
  ...namenode(plan).command,
  '-format',
  '-nonInteractive',
];
