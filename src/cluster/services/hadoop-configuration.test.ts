import { describe, expect, it } from 'vitest';
import { agentConfiguration } from '../../agent/configuration.ts';
import { planOf } from '../plan.ts';
import { clusterSpec } from '../spec.ts';
import { testPlan } from '../test-plan.ts';
import { configurationFiles, secretFiles } from './hadoop-configuration.ts';
import { nodemanager } from './nodemanager.ts';
import { propertiesXml } from './properties-xml.ts';
import { capacityScheduler, queuesOf } from './queues.ts';

const files = configurationFiles(testPlan(), { uid: 990, gid: 990 });
const fileOf = (name: string): string => files.get(name) ?? '';
const property = (file: string, name: string): string | undefined =>
  new RegExp(`<name>${RegExp.escape(name)}</name><value>(.*?)</value>`).exec(fileOf(file))?.[1];

describe('yarn-site.xml', () => {
  it.each([
    ['yarn.nodemanager.container-executor.class', 'org.apache.hadoop.yarn.server.nodemanager.LinuxContainerExecutor'],
    ['yarn.nodemanager.linux-container-executor.path', '/var/lib/firebreak/demo/bin/container-executor'],
    ['yarn.nodemanager.linux-container-executor.nonsecure-mode.limit-users', 'false'],
    ['yarn.nodemanager.runtime.linux.type', 'docker'],
    ['yarn.nodemanager.runtime.linux.docker.image-name', 'workload:1'],
    ['yarn.nodemanager.runtime.linux.docker.capabilities', 'none'],
    ['yarn.nodemanager.runtime.linux.docker.privileged-containers.allowed', 'false'],
    ['yarn.nodemanager.runtime.linux.docker.userremapping-uid-threshold', '1000'],
    ['yarn.nodemanager.recovery.enabled', 'true'],
    ['yarn.nodemanager.recovery.supervised', 'true'],
    ['yarn.webapp.enable-rest-app-submissions', 'false'],
    ['yarn.acl.enable', 'true'],
    ['yarn.admin.acl', 'yarn,root'],
    ['yarn.nodemanager.resource.memory-mb', '12288'],
  ])('%s is %s', (name, value) => expect(property('hadoop/yarn-site.xml', name)).toBe(value));
});

it.each([true, false])('launches without a container: the agent is told what the spec says (%s)', (allowed) => {
  const plan = testPlan({ security: { uncontainerisedLaunch: allowed } });
  const text = configurationFiles(plan, { uid: 990, gid: 990 }).get('agent.json') ?? '';
  expect(agentConfiguration.parse(JSON.parse(text)).allowUncontainerised).toBe(allowed);
});

describe('queues', () => {
  it('take jobs of their own tenant only, and the root takes none', () => {
    const file = 'hadoop/capacity-scheduler.xml';
    expect(property(file, 'yarn.scheduler.capacity.root.acl_submit_applications')).toBe(' ');
    expect(property(file, 'yarn.scheduler.capacity.root.health.acl_submit_applications')).toBe('alice,adam ');
    expect(property(file, 'yarn.scheduler.capacity.root.tax.acl_submit_applications')).toBe('bob ');
    expect(property(file, 'yarn.scheduler.capacity.queue-mappings')).toBe(
      'u:alice:root.health,u:adam:root.health,u:bob:root.tax',
    );
  });

  it('share exactly 100 percent', () => {
    const tenant = (user: string) => ({ ...testPlan().spec.tenants.tax, users: [user] });
    const { spec } = testPlan();
    const { tax } = spec.tenants;
    if (tax === undefined) throw new Error('no tenant tax');
    for (let count = 1; count <= 15; count += 1) {
      const names = Array.from({ length: count }, (_, index) => `t${index}`);
      const queues = queuesOf({
        ...spec,
        tenants: Object.fromEntries(names.map((name) => [name, { ...tax, ...tenant(name) }])),
      });
      expect(queues.reduce((sum, { capacity }) => sum + capacity, 0)).toBeCloseTo(100, 6);
    }
  });
});

describe('a cluster of parts', () => {
  const spec = clusterSpec.parse({
    name: 'parts',
    hosts: [{ address: 'a' }, { address: 'b', label: 'secure' }, { address: 'c', label: 'spare' }],
    tenants: {
      plain: { users: ['pia'], runtime: 'runc', capacity: 70 },
      other: { users: ['olaf'], runtime: 'runc' },
      secret: { users: ['sam'], runtime: 'gvisor', label: 'secure' },
      hidden: { users: ['hans'], runtime: 'gvisor', label: 'secure' },
      third: { users: ['tom'], runtime: 'gvisor', label: 'secure' },
    },
  });
  const plans = spec.hosts.map((_, own) => planOf(spec, testPlan().distribution, testPlan().host, placeOf(own)));
  const rendered = plans.map((plan) => configurationFiles(plan, { uid: 990, gid: 990 }));
  const settingOf = (host: number, file: string, name: string): string | undefined =>
    new RegExp(`<name>${RegExp.escape(name)}</name><value>(.*?)</value>`).exec(rendered[host]?.get(file) ?? '')?.[1];
  const queue = (name: string): string | undefined =>
    settingOf(0, 'hadoop/capacity-scheduler.xml', `yarn.scheduler.capacity.root.${name}`);

  it('gives the tenants of each part exactly 100 percent of it, and nothing of another', () => {
    const names = Object.keys(spec.tenants);
    const sum = (key: string) => names.reduce((total, name) => total + Number(queue(`${name}.${key}`) ?? 0), 0);
    expect(sum('capacity')).toBeCloseTo(100, 6);
    expect(sum('accessible-node-labels.secure.capacity')).toBeCloseTo(100, 6);
    expect(queue('accessible-node-labels.secure.capacity')).toBe('100');
    expect([queue('plain.capacity'), queue('other.capacity')]).toEqual(['70', '30']);
    expect([queue('secret.capacity'), queue('secret.maximum-capacity')]).toEqual(['0', '0']);
    expect(queue('plain.accessible-node-labels')).toBe(' ');
    expect(queue('secret.accessible-node-labels')).toBe('secure');
    expect(queue('hidden.user-limit-factor')).toBe('4');
  });

  it('sends what asks for no label to the hosts of the tenant’s own', () => {
    expect(queue('secret.default-node-label-expression')).toBe('secure');
    expect(queue('plain.default-node-label-expression')).toBeUndefined();
  });

  it('refuses what no host of the tenant’s own could give', () => {
    const most = (name: string) => [queue(`${name}.maximum-allocation-mb`), queue(`${name}.maximum-allocation-vcores`)];
    expect(most('plain')).toEqual(['4096', '8']);
    expect(most('hidden')).toEqual(['2048', '4']);
  });

  it('may have no tenant on hosts without a label', () => {
    const { secret } = spec.tenants;
    if (secret === undefined) throw new Error('no tenant secret');
    const alone = capacityScheduler({ ...spec, tenants: { secret } });
    expect(alone['yarn.scheduler.capacity.root.allow-zero-capacity-sum']).toBe(true);
    expect(queue('allow-zero-capacity-sum')).toBeUndefined();
  });

  it('has each NodeManager say its partition, or that it has none', () => {
    const site = (name: string) => [0, 1, 2].map((host) => settingOf(host, 'hadoop/yarn-site.xml', name));
    expect(site('yarn.nodemanager.node-labels.provider')).toEqual(['config', 'config', 'config']);
    expect(site('yarn.nodemanager.node-labels.provider.configured-node-partition')).toEqual([
      ...[undefined, 'secure', 'spare'],
    ]);
    expect(site('yarn.node-labels.fs-store.root-dir')[0]).toBe(
      'file:///var/lib/firebreak/parts/yarn/resourcemanager/node-labels',
    );
  });

  it('has agents that know the tenants of their own host only', () => {
    const tenants = rendered.map((files) =>
      agentConfiguration.parse(JSON.parse(files.get('agent.json') ?? '')).tenants.map(({ name }) => name),
    );
    expect(tenants).toEqual([['plain', 'other'], ['secret', 'hidden', 'third'], []]);
  });

  it('has NodeManagers that are ready once they are counted in their partition', () => {
    const ready = plans.map((plan) => nodemanager(plan).ready);
    const counts = (host: number, answer: string): boolean => {
      const readiness = ready[host];
      return readiness !== undefined && 'pages' in readiness && readiness.pages.at(-1)?.expects.test(answer) === true;
    };
    const running = '{"node":{"state":"RUNNING","nodeLabels":["secure"]}}';
    expect(counts(1, running)).toBe(true);
    expect(counts(1, running.replace('["secure"]', '"secure"'))).toBe(true);
    expect(counts(1, '{"node":{"state":"RUNNING"}}')).toBe(false);
    expect(counts(1, running.replace('RUNNING', 'LOST'))).toBe(false);
    expect(counts(0, '{"node":{"state":"RUNNING"}}')).toBe(true);
  });

  it('is not what a cluster without labels is told of', () => {
    const texts = [...files].map(([, text]) => text);
    for (const text of texts) expect(text).not.toContain('label');
  });
});

it('the agent understands its configuration, and a tenant’s floor is its own runtime', () => {
  const parsed = agentConfiguration.parse(JSON.parse(fileOf('agent.json')));
  expect(parsed.tenants.map(({ name, minimum, subnet }) => [name, minimum, subnet])).toEqual([
    ['health', 'gvisor', '172.30.1.0/24'],
    ['tax', 'runc', '172.30.2.0/24'],
  ]);
  expect(secretFiles.has('agent.json')).toBe(true);
});

it('the engine shares no folder, socket, bridge or rule with a Docker on the machine', () => {
  expect(JSON.parse(fileOf('daemon.json'))).toMatchObject({
    hosts: ['unix:///run/firebreak/demo/docker.sock'],
    containerd: '/run/firebreak/demo/containerd.sock',
    'data-root': '/var/lib/firebreak/demo/docker',
    bridge: 'none',
    iptables: false,
    'ip-forward': false,
    'live-restore': true,
    runtimes: { runsc: { path: '/usr/bin/runsc', runtimeArgs: ['--network=host'] } },
  });
});

it('every address of a tenant has a name, and a service is first of all its own address', () => {
  const lines = fileOf('hosts').split('\n');
  expect(lines).toContain('172.30.0.1 172.30.0.1 ip-172-30-0-1 node1');
  expect(lines).toContain('172.30.1.7 ip-172-30-1-7');
  expect(lines).toContain('172.30.2.254 ip-172-30-2-254');
});

it('jobs run in cluster mode, authenticated, with their events in HDFS', () => {
  const defaults = fileOf('client/spark-defaults.conf').split('\n');
  expect(defaults).toEqual(
    expect.arrayContaining([
      'spark.submit.deployMode cluster',
      'spark.authenticate true',
      'spark.eventLog.dir hdfs:///spark-logs',
      'spark.yarn.jars local:/opt/spark/jars/*',
      'spark.executorEnv.JAVA_HOME /usr/lib/jvm/java',
    ]),
  );
});

it('jobs ask for the Spark they are submitted with, where it is one of those that up puts on each host', () => {
  const mountOf = (sparkHome: string): string | undefined => {
    const plan = { ...testPlan(), distribution: { ...testPlan().distribution, sparkHome } };
    const text = configurationFiles(plan, { uid: 990, gid: 990 }).get('client/spark-defaults.conf') ?? '';
    return /^spark\.executorEnv\.YARN_CONTAINER_RUNTIME_DOCKER_MOUNTS (.*)$/m.exec(text)?.[1];
  };
  expect(mountOf('/opt/firebreak/spark-4.3.0')).toBe('/opt/firebreak/spark-4.3.0:/opt/spark:ro');
  expect(mountOf('/opt/spark-home')).toBeUndefined();
});

it('clients know the largest container that each tenant can have', () => {
  expect(JSON.parse(fileOf('client/largest-containers.json'))).toEqual({
    health: { memoryMiB: 12288, vcores: 16 },
    tax: { memoryMiB: 12288, vcores: 16 },
  });
});

it('clients learn no secret and no folder of the daemons', () => {
  const client = [...files].filter(([name]) => name.startsWith('client/'));
  for (const [name, text] of client) expect(text, name).not.toContain('/var/lib/firebreak');
});

it('XML special characters are data', () => {
  expect(propertiesXml({ 'a<b': 'x & </value>' })).toContain(
    '<name>a&lt;b</name><value>x &amp; &lt;/value&gt;</value>',
  );
});

describe('a cluster whose plain containers are pods', () => {
  const plan = testPlan({ runtimes: { ...testPlan().spec.runtimes, runc: { engine: 'cri', patience: 1 } } });
  const rendered = configurationFiles(plan, { uid: 990, gid: 990 });

  it('has one handler in containerd for each tenant’s network, and Docker for gVisor', () => {
    const text = rendered.get('containerd.toml') ?? '';
    const handlers = [...text.matchAll(/containerd\.runtimes\."([^"]+)"\]/g)].map(([, name]) => name);
    expect(handlers).toEqual(['runc-firebreak-demo-health', 'runc-firebreak-demo-tax']);
    expect(text).not.toContain('"io.containerd.grpc.v1.cri"]\n[grpc]');
    const { cri } = agentConfiguration.parse(JSON.parse(rendered.get('agent.json') ?? ''));
    expect(cri).toMatchObject({ cgroupParent: '/firebreak-demo', runtimes: ['runc'] });
  });

  it('has no CRI in containerd where no class needs it', () => {
    expect(fileOf('containerd.toml')).toContain(
      'disabled_plugins = ["io.containerd.internal.v1.opt","io.containerd.grpc.v1.cri"]',
    );
    expect(agentConfiguration.parse(JSON.parse(fileOf('agent.json'))).cri).toBeUndefined();
  });
});

describe('a cluster whose gVisor containers are pods', () => {
  const { runtimes } = testPlan().spec;
  const changes = { runtimes: { ...runtimes, gvisor: { ...runtimes.gvisor, engine: 'cri' as const } } };

  it('has one handler in containerd for each tenant’s network, run by the shim beside its runsc', () => {
    const plan = testPlan(changes, { gvisorShim: { programs: '/usr/bin' } });
    const text = configurationFiles(plan, { uid: 990, gid: 990 }).get('containerd.toml') ?? '';
    const handlers = [...text.matchAll(/containerd\.runtimes\."([^"]+)"\]/g)].map(([, name]) => name);
    expect(handlers).toEqual(['runsc-firebreak-demo-health', 'runsc-firebreak-demo-tax']);
    expect(text).toContain('runtime_type = "io.containerd.runsc.v1"');
    expect(text).toContain('ConfigPath = "/var/lib/firebreak/demo/conf/gvisor/runsc.toml"');
  });

  it('does not have the class where that shim cannot be used', () => {
    const plan = testPlan(changes, { gvisorShim: { missing: 'it does not start', next: '' } });
    expect(plan.runtimes).toEqual(['runc']);
    expect(testPlan(changes).runtimes).toEqual(['runc']);
  });
});

describe('a cluster whose containers are virtual machines', () => {
  const { spec } = testPlan();
  const { health } = spec.tenants;
  if (health === undefined) throw new Error('no tenant health');
  const plan = testPlan({ tenants: { secret: { ...health, runtime: 'kata', capacity: 100 } } });

  it('never grants so much that the machines around full containers outgrow the node', () => {
    const { overheadMiB } = plan.spec.runtimes.kata;
    const whole = testPlan().capacity.memoryMiB;
    const smallest = Number(propertyOf(plan, 'yarn.scheduler.minimum-allocation-mb'));
    expect(smallest).toBe(1024);
    const containers = Math.floor(plan.capacity.memoryMiB / smallest);
    expect(plan.capacity.memoryMiB + containers * overheadMiB).toBeLessThanOrEqual(whole);
    expect((containers + 1) * (smallest + overheadMiB)).toBeGreaterThan(whole);
  });

  it('has time-outs that suit the slowest class its tenants run in', () => {
    const { patience } = plan.spec.runtimes.kata;
    const registered = 'yarn.am.liveness-monitor.expiry-interval-ms';
    expect(propertyOf(plan, registered)).toBe(String(600_000 * patience));
    expect(propertyOf(testPlan(), registered)).toBe('600000');
    const defaults = configurationFiles(plan, { uid: 990, gid: 990 }).get('client/spark-defaults.conf')?.split('\n');
    expect(defaults).toContain(`spark.yarn.am.waitTime ${100 * patience}s`);
    expect(fileOf('client/spark-defaults.conf')).not.toContain('spark.yarn.am.waitTime');
  });
});

const largestOfLabel = { '': { memoryMiB: 4096, vcores: 8 }, secure: { memoryMiB: 2048, vcores: 4 } };
const placeOf = (own: number) => ({ own, links: [], largest: undefined, largestOfLabel });

const propertyOf = (plan: ReturnType<typeof testPlan>, name: string): string | undefined =>
  new RegExp(`<name>${RegExp.escape(name)}</name><value>(.*?)</value>`).exec(
    configurationFiles(plan, { uid: 990, gid: 990 }).get('hadoop/yarn-site.xml') ?? '',
  )?.[1];
