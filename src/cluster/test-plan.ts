import { type HostFacts, type Plan, planOf } from './plan.ts';
import { type ClusterSpec, clusterSpec } from './spec.ts';

/** A plan for tests of what is rendered from it: two tenants, one of them isolated. */
export const testPlan = (changes: Partial<ClusterSpec> = {}, facts: Partial<HostFacts> = {}): Plan => {
  const spec = clusterSpec.parse({
    name: 'demo',
    tenants: {
      health: { users: ['alice', 'adam'], runtime: 'gvisor', capacity: 60 },
      tax: { users: ['bob'], runtime: 'runc' },
    },
  });
  return planOf(
    { ...spec, ...changes },
    {
      javaHome: '/opt/java',
      hadoopHome: '/opt/hadoop',
      hadoopClasspath: '/opt/hadoop/webroot:/opt/hadoop/lib/*',
      sparkHome: '/opt/spark-home',
      image: { tag: 'workload:1' },
      gvisor: undefined,
    },
    {
      ...{ hostname: 'node1', memoryMiB: 16384, cpus: 4, runsc: '/usr/bin/runsc', imageJavaHome: '/usr/lib/jvm/java' },
      ...facts,
    },
  );
};
