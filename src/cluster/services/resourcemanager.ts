import type { Plan } from '../plan.ts';
import { adminTool, hadoopClasspath, javaDaemon } from './java-daemon.ts';
import type { Service } from './service.ts';

export const resourcemanager = (plan: Plan): Service =>
  javaDaemon(plan, {
    name: 'resourcemanager',
    user: 'yarn',
    main: 'org.apache.hadoop.yarn.server.resourcemanager.ResourceManager',
    classpath: hadoopClasspath(plan),
    reads: ['hadoop/core-site.xml', 'hadoop/yarn-site.xml', 'hadoop/capacity-scheduler.xml', 'hadoop/log4j.properties'],
    ready: {
      pages: [
        {
          url: `http://${plan.layout.resourceManager}:${plan.layout.ports.resourceManagerHttp}/ws/v1/cluster/info`,
          // `state` says STARTED from the beginning, before it has recovered what it knew.
          expects: /"haState":"ACTIVE"/,
        },
      ],
    },
  });

/** Command line of YARN's administration, for the user yarn: `rmadmin WORDS`. */
export const adminCommand = (plan: Plan, words: readonly string[]): readonly string[] =>
  adminTool(plan, 'yarn', 'org.apache.hadoop.yarn.client.cli.RMAdminCLI', words);
