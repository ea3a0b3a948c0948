import type { Plan } from '../plan.ts';
import { hadoopClasspath, javaDaemon } from './java-daemon.ts';
import type { Service } from './service.ts';

export const resourcemanager = (plan: Plan): Service =>
  javaDaemon(plan, {
    name: 'resourcemanager',
    user: 'yarn',
    main: 'org.apache.hadoop.yarn.server.resourcemanager.ResourceManager',
    heapMiB: 512,
    classpath: hadoopClasspath(plan),
    reads: ['hadoop/core-site.xml', 'hadoop/yarn-site.xml', 'hadoop/capacity-scheduler.xml', 'hadoop/log4j.properties'],
    ready: {
      url: `http://${plan.layout.resourceManager}:${plan.layout.ports.resourceManagerHttp}/ws/v1/cluster/info`,
      expects: /"state":"STARTED"/,
    },
  });
