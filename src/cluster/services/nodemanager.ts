import { resourceManagerPages } from '../masters.ts';
import type { Plan } from '../plan.ts';
import { hadoopClasspath, javaDaemon } from './java-daemon.ts';
import type { Service } from './service.ts';

export const nodemanager = (plan: Plan): Service =>
  javaDaemon(plan, {
    name: 'nodemanager',
    user: 'yarn',
    main: 'org.apache.hadoop.yarn.server.nodemanager.NodeManager',
    classpath: hadoopClasspath(plan),
    reads: ['hadoop/core-site.xml', 'hadoop/yarn-site.xml', 'hadoop/log4j.properties'],
    // Ready when the ResourceManager counts it: only then is a container given out. It counts one that restarts all the
    // time; the NodeManager answers itself when it is about to register.
    ready: {
      pages: [
        {
          urls: [`http://${plan.layout.address}:${plan.layout.ports.nodeManagerHttp}/ws/v1/node/info`],
          expects: /"nodeManagerVersion"/,
        },
        {
          urls: resourceManagerPages(plan.layout, `nodes/${plan.layout.address}:${plan.layout.ports.nodeManager}`),
          expects: countedIn(plan.spec.hosts[plan.layout.own]?.label),
        },
      ],
    },
  });

/** What the ResourceManager says of a node that it gives containers to: in its partition, where it has one. */
const countedIn = (label: string | undefined): RegExp =>
  label === undefined
    ? /"state":"RUNNING"/
    : new RegExp(`^(?=[^]*"state":"RUNNING")(?=[^]*"nodeLabels":\\[?"${label}")`);
