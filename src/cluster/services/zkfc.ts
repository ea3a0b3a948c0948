import type { Plan } from '../plan.ts';
import { hadoopClasspath, javaDaemon } from './java-daemon.ts';
import { oneIsActive } from './namenode.ts';
import type { Service } from './service.ts';

/** HDFS's failover controller: looks after the NameNode beside it, and has it take its turn by a lock in ZooKeeper. */
export const zkfc = (plan: Plan): Service =>
  javaDaemon(plan, {
    name: 'zkfc',
    user: 'hdfs',
    main: 'org.apache.hadoop.hdfs.tools.DFSZKFailoverController',
    classpath: hadoopClasspath(plan),
    reads: ['hadoop/core-site.xml', 'hadoop/hdfs-site.xml', 'hadoop/log4j.properties'],
    // It has no page of its own: one of them has done its work.
    ready: { pages: [oneIsActive(plan.layout)] },
  });

/** Makes the place of the lock in ZooKeeper; ends with 2 where it is there already. */
export const formatLockCommand = (plan: Plan): readonly string[] => [
  ...zkfc(plan).command,
  '-formatZK',
  '-nonInteractive',
];
