import { capacityOf } from '../../src/cluster/plan.ts';
import { heartbeatMs } from '../../src/cluster/services/heartbeat.ts';
import { propertiesXml } from '../../src/cluster/services/properties-xml.ts';
import { capacityScheduler } from '../../src/cluster/services/queues.ts';
import { clusterSpec } from '../../src/cluster/spec.ts';
import type { RuntimeName } from '../../src/runtimes/runtime-class.ts';

/** One run of YARN's load simulator: a cluster of equal hosts, busy with equal containers. */
export interface Case {
  readonly runtime: RuntimeName;
  readonly nodes: number;
  /** What YARN may give of one node. */
  readonly nodeMiB: number;
  readonly containerMiB: number;
  readonly jobs: number;
  /** Containers of each job, beside its ApplicationMaster. */
  readonly tasks: number;
  /** How long each container lives, beside the heartbeats that it takes to begin and to end. */
  readonly taskMs: number;
  readonly heartbeatMs: number;
}

export interface Load {
  readonly nodes: number;
  readonly hostMiB: number;
  /** How often the containers of a runc node fit into the work that there is. */
  readonly waves: number;
  readonly taskMs: number;
}

const containerMiB = 1024;
const nodesPerJob = 10;
const cpus = 8;

const specOf = (runtime: RuntimeName) =>
  clusterSpec.parse({ name: 'simulated', tenants: { analysts: { users: ['alice'], runtime } } });

const memoryOf = (runtime: RuntimeName, hostMiB: number): number =>
  capacityOf(specOf(runtime), 0, { memoryMiB: hostMiB, cpus }).memoryMiB;

/** The same work for nodes of either class: how much of a node YARN may give is what `up` tells it. */
export const caseOf = (runtime: RuntimeName, { nodes, hostMiB, waves, taskMs }: Load): Case => ({
  runtime,
  nodes,
  nodeMiB: memoryOf(runtime, hostMiB),
  containerMiB,
  jobs: nodes / nodesPerJob,
  tasks: nodesPerJob * waves * Math.floor(memoryOf('runc', hostMiB) / containerMiB),
  taskMs,
  heartbeatMs: heartbeatMs(nodes),
});

/** Files on the simulator's class path: our own queues, and as few other settings as it takes. */
export const configurationOf = (simulated: Case): ReadonlyMap<string, string> =>
  new Map([
    ['capacity-scheduler.xml', propertiesXml(capacityScheduler(specOf(simulated.runtime)))],
    // The simulator's ResourceManager reads this file and no other.
    [
      'sls-runner.xml',
      propertiesXml({
        'yarn.resourcemanager.scheduler.class':
          'org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler',
        'yarn.resourcemanager.nodemanagers.heartbeat-interval-ms': simulated.heartbeatMs,
        'yarn.scheduler.minimum-allocation-mb': 256,
        'yarn.scheduler.maximum-allocation-mb': simulated.nodeMiB,
        'yarn.sls.runner.pool.size': 10,
        'yarn.sls.nm.memory.mb': simulated.nodeMiB,
        // Memory decides, as on our nodes.
        'yarn.sls.nm.vcores': 1000,
        'yarn.sls.nm.heartbeat.interval.ms': simulated.heartbeatMs,
        'yarn.sls.am.heartbeat.interval.ms': 1000,
        'yarn.sls.am.container.memory': simulated.containerMiB,
        'yarn.sls.am.type.mapreduce': 'org.apache.hadoop.yarn.sls.appmaster.MRAMSimulator',
        'yarn.sls.metrics.switch': true,
      }),
    ],
    [
      'log4j.properties',
      [
        'log4j.rootLogger=WARN,stderr',
        'log4j.logger.org.apache.hadoop.yarn.sls=INFO',
        'log4j.appender.stderr=org.apache.log4j.ConsoleAppender',
        'log4j.appender.stderr.target=System.err',
        'log4j.appender.stderr.layout=org.apache.log4j.PatternLayout',
        'log4j.appender.stderr.layout.ConversionPattern=%d{ISO8601} %p %c{1}: %m%n',
        '',
      ].join('\n'),
    ],
    ['workload.json', JSON.stringify(workloadOf(simulated))],
    ['hosts', hostsOf(simulated)],
  ]);

/** Tokens are for nodes whose names have addresses. */
const hostsOf = ({ nodes }: Case): string =>
  ['localhost', ...Array.from({ length: nodes + 1 }, (_, index) => `node${index}`)]
    .map((name) => `127.0.0.1 ${name}\n`)
    .join('');

const workloadOf = ({ nodes, jobs, tasks, taskMs, containerMiB: memory }: Case) => ({
  description: 'equal containers',
  num_nodes: nodes,
  nodes_per_rack: 40,
  num_jobs: jobs,
  rand_seed: 1,
  workloads: [
    {
      workload_name: 'equal',
      workload_weight: 1,
      description: 'equal',
      queue_name: 'analysts',
      job_classes: [
        {
          class_name: 'equal',
          user_name: 'alice',
          class_weight: 1,
          type: 'mapreduce',
          duration: { val: 60 },
          deadline_factor: { val: 10 },
          reservation: { val: 0 },
          tasks: [
            {
              type: 'map',
              priority: 20,
              count: { val: tasks },
              time: { val: taskMs },
              max_memory: { val: memory },
              max_vcores: { val: 1 },
            },
          ],
        },
      ],
      time_distribution: [
        { time: 1, weight: 100 },
        { time: 2, weight: 0 },
      ],
    },
  ],
});
