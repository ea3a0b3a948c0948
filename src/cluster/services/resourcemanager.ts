import { hasStandby, resourceManagerPages } from '../masters.ts';
import type { Plan } from '../plan.ts';
import { adminTool, hadoopClasspath, javaDaemon } from './java-daemon.ts';
import type { Readiness, Service } from './service.ts';

export const resourcemanager = (plan: Plan): Service =>
  javaDaemon(plan, {
    name: 'resourcemanager',
    user: 'yarn',
    main: 'org.apache.hadoop.yarn.server.resourcemanager.ResourceManager',
    classpath: hadoopClasspath(plan),
    reads: ['hadoop/core-site.xml', 'hadoop/yarn-site.xml', 'hadoop/capacity-scheduler.xml', 'hadoop/log4j.properties'],
    ready: readiness(plan),
  });

/**
 * `state` says STARTED from the beginning, before it has recovered what it knew: `haState` does not. Of two, this one
 * answers, and one of them is active.
 */
const readiness = ({ layout }: Plan): Readiness => {
  const active = { urls: resourceManagerPages(layout, 'info'), expects: /"haState":"ACTIVE"/ };
  if (!hasStandby(layout.resourceManagers)) return { pages: [active] };
  const own = resourceManagerPages({ ...layout, resourceManagers: [layout.address] }, 'info');
  return { pages: [{ urls: own, expects: /"haState":"(ACTIVE|STANDBY)"/ }, active] };
};

/** Command line of YARN's administration, for the user yarn: `rmadmin WORDS`. Of two ResourceManagers it finds the active one. */
export const adminCommand = (plan: Plan, words: readonly string[]): readonly string[] =>
  adminTool(plan, 'yarn', 'org.apache.hadoop.yarn.client.cli.RMAdminCLI', words);
