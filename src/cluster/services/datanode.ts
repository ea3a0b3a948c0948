import type { Layout } from '../layout.ts';
import { nameNodePage } from '../masters.ts';
import type { Plan } from '../plan.ts';
import { adminTool, hadoopClasspath, javaDaemon } from './java-daemon.ts';
import type { Readiness, Service } from './service.ts';

/**
 * Ready when the NameNode counts this one: only then can a client write. It counts one that restarts all the time; that this
 * one has registered, it says itself: asked before, it would write a stack trace to its log each time.
 */
export const dataNodeReadiness = (layout: Layout): Readiness => ({
  pages: [
    {
      urls: layout.nameNodes.map((address) => nameNodePage(layout, address, 'NameNodeInfo')),
      expects: new RegExp(
        String.raw`"LiveNodes" : ".*[{,]\\"${RegExp.escape(layout.address)}:${layout.ports.dataNodeData}\\"`,
      ),
    },
    {
      urls: [`http://${layout.address}:${layout.ports.dataNodeHttp}/jmx?qry=Hadoop:service=DataNode,name=DataNodeInfo`],
      expects: /"BPServiceActorInfo" : ".*\\"ActorState\\":\\"RUNNING\\"/,
    },
  ],
});

export const datanode = (plan: Plan): Service => ({
  ...javaDaemon(plan, {
    name: 'datanode',
    user: 'hdfs',
    main: 'org.apache.hadoop.hdfs.server.datanode.DataNode',
    classpath: hadoopClasspath(plan),
    reads: ['hadoop/core-site.xml', 'hadoop/hdfs-site.xml', 'hadoop/log4j.properties'],
    ready: dataNodeReadiness(plan.layout),
  }),
  // Whoever writes through this DataNode alone waits half a minute for it; after a signal the file would be lost to him.
  farewell: adminTool(plan, 'hdfs', 'org.apache.hadoop.hdfs.tools.DFSAdmin', [
    '-shutdownDatanode',
    `${plan.layout.address}:${plan.layout.ports.dataNodeIpc}`,
    'upgrade',
  ]),
});
