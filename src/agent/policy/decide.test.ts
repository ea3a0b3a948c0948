import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FirebreakError } from '../../errors.ts';
import { type AgentConfiguration, agentConfiguration } from '../configuration.ts';
import type { Launch } from '../operation/operation.ts';
import { parseCommandFile } from '../operation/parse-command-file.ts';
import { containerRequest } from './container-request.ts';
import { decide } from './decide.ts';

const application = 'application_1_0001';
const container = 'container_1_0001_01_000001';
const app = `/l/usercache/alice/appcache/${application}`;
const work = `${app}/${container}`;

const configuration: AgentConfiguration = agentConfiguration.parse({
  cluster: 'c',
  socket: '/run/a.sock',
  nodeManager: { user: 'yarn', uid: 901, gid: 901, http: 'http://127.0.0.1:8042' },
  localDirs: ['/l', '/l2'],
  logDirs: ['/logs'],
  javaHome: '/java',
  mounts: [{ source: '/spark', target: '/spark', readOnly: true }],
  sparks: { folder: '/installed', target: '/spark' },
  rememberedCallsLibrary: '/c/remembered-calls.so',
  hostsFile: '/c/hosts',
  healthFile: '/c/health',
  stateDir: '/s',
  docker: { socket: '/d.sock' },
  runtimes: ['runc', 'gvisor'],
  allowUncontainerised: false,
  minimumUid: 1000,
  tmpfsMiB: 64,
  scratchInMemory: [],
  tenants: [
    {
      name: 'health',
      users: ['alice'],
      runtime: 'gvisor',
      minimum: 'gvisor',
      images: ['good:1'],
      mounts: [{ source: '/ref', target: '/ref', readOnly: true }],
      network: 'net-health',
      subnet: '172.30.1.0/24',
      pidsLimit: 100,
    },
    {
      name: 'open',
      users: ['bob'],
      runtime: 'runc',
      minimum: 'runc',
      images: ['good:1'],
      mounts: [],
      network: 'net-open',
      subnet: '172.30.2.0/24',
      pidsLimit: 100,
    },
  ],
});

const launch: Launch = {
  kind: 'launch',
  commandFile: '/l/nmPrivate/c.cmd',
  user: 'alice',
  application,
  container,
  workDir: work,
  script: '/l/nmPrivate/s',
  tokens: '/l/nmPrivate/t',
  stores: undefined,
  pidFile: '/l/nmPrivate/p',
  localDirs: ['/l'],
  logDirs: ['/logs'],
};
const account = { name: 'alice', uid: 2001, gid: 2001, groups: [2001, 2500] };
const usual: Readonly<Record<string, string>> = {
  'cap-drop': 'ALL',
  detach: 'true',
  'docker-command': 'run',
  'group-add': '2001',
  hostname: 'ctr-1',
  image: 'good:1',
  'launch-command': `bash,${work}/launch_container.sh`,
  mounts: `/logs/${application}/${container}:/logs/${application}/${container}:rw,${app}:${app}:rw,/l/filecache:/l/filecache:ro`,
  name: container,
  net: 'firebreak',
  user: '2001:2001',
  workdir: work,
};

const ask = (changes: Readonly<Record<string, string>>, of = configuration, by: Partial<Launch> = {}) => {
  const lines = Object.entries({ ...usual, ...changes }).map(([key, value]) => `  ${key}=${value}\n`);
  const request = containerRequest(parseCommandFile(`[docker-command-execution]\n${lines.join('')}`));
  return decide(of, { ...launch, ...by }, request, account, { memoryMiB: 1024, vcores: 2 });
};

describe('a container that policy allows', () => {
  it('gets its tenant’s runtime, network and limits, and YARN’s size', () => {
    const { spec, runtime, tenant } = ask({});
    expect(tenant.name).toBe('health');
    expect(runtime.name).toBe('gvisor');
    expect(spec).toMatchObject({
      name: container,
      network: 'net-health',
      runtimeHandler: 'runsc',
      memoryBytes: 1024 * 1024 * 1024,
      cpus: 2,
      pidsLimit: 356,
      user: { uid: 2001, gid: 2001 },
      command: ['bash', `${work}/launch_container.sh`],
    });
  });

  it('tells a JVM the limits that gVisor hides, and spares it calls that are dear there', () => {
    expect(ask({}).spec.environment).toEqual({
      JAVA_TOOL_OPTIONS: '-XX:ActiveProcessorCount=2 -XX:MaxRAM=1024m',
      LD_PRELOAD: '/usr/lib/firebreak/remembered-calls.so',
    });
    expect(ask({}).spec.mounts).toContainEqual({
      ...{ source: '/c/remembered-calls.so', target: '/usr/lib/firebreak/remembered-calls.so', readOnly: true },
    });
  });

  it('mounts what YARN needs, what the tenant may, and what every container gets', () => {
    const { mounts } = ask({ mounts: `${usual.mounts},/ref:/ref:ro` }).spec;
    expect(mounts.map(({ source, readOnly }) => `${source} ${readOnly ? 'ro' : 'rw'}`)).toEqual([
      `/logs/${application}/${container} rw`,
      `${app} rw`,
      '/l/filecache ro',
      '/ref ro',
      '/spark ro',
      '/c/remembered-calls.so ro',
    ]);
  });

  it('goes on with the Spark that it was submitted with, where it asks for that', () => {
    const { mounts } = ask({ mounts: '/installed/spark-4.2.0:/spark:rw' }).spec;
    expect(mounts.filter(({ target }) => target === '/spark')).toEqual([
      { source: '/installed/spark-4.2.0', target: '/spark', readOnly: true },
    ]);
  });

  it('has shared caches read-only even where it asks to write them', () => {
    const { mounts } = ask({ mounts: '/l/filecache:/l/filecache:rw' }).spec;
    expect(mounts[0]).toEqual({ source: '/l/filecache', target: '/l/filecache', readOnly: true });
  });
});

describe('a container is refused that asks for', () => {
  it.each<[string, Record<string, string>]>([
    ['privileges', { privileged: 'true' }],
    ['the host’s network', { net: 'host' }],
    ['another container’s network', { net: 'container:x' }],
    ['any network but its tenant’s', { net: 'bridge' }],
    ['the host’s processes', { pid: 'host' }],
    ['capabilities', { 'cap-add': 'SYS_ADMIN' }],
    ['devices', { devices: '/dev/kvm:/dev/kvm:rwm' }],
    ['published ports', { 'ports-mapping': '22:22' }],
    ['a tmpfs', { tmpfs: '/run' }],
    ['a volume driver', { 'volume-driver': 'x' }],
    ['the image’s entry point', { 'use-entry-point': 'true' }],
    ['service mode', { 'service-mode': 'true' }],
    ['an environment file', { environ: '/etc/shadow' }],
    ['a key nobody knows', { 'security-opt': 'seccomp=unconfined' }],
    ['a key that every object has', { constructor: 'x' }],
    ['a foreign mount', { mounts: '/etc:/etc:ro' }],
    ['a mount at another place', { mounts: `${app}:/usr/bin:rw` }],
    ['a mount through dots', { mounts: `${app}/../../../../../etc:${app}/../../../../../etc:ro` }],
    ['other software in place of Spark', { mounts: '/installed/hadoop-3.5.0:/spark:ro' }],
    ['what is below a Spark in its place', { mounts: '/installed/spark-4.2.0/../../etc:/spark:ro' }],
    ['a Spark at another place', { mounts: '/installed/spark-4.2.0:/usr:ro' }],
    ['writing to a mount it may read', { mounts: '/ref:/ref:rw' }],
    ['another user’s application', { mounts: `/l/usercache/bob/appcache/${application}:/x:rw` }],
    ['a mount in an unknown mode', { mounts: '/ref:/ref:rshared' }],
    ['a mount without target', { mounts: '/ref' }],
    ['a foreign image', { image: 'evil:1' }],
    ['root', { user: '0:0' }],
    ['another user', { user: '2002:2001' }],
    ['a user by name', { user: 'root' }],
    ['a foreign group', { 'group-add': '0' }],
    ['a weaker runtime than the floor', { runtime: 'runc' }],
    ['an unknown runtime', { runtime: 'crun' }],
    ['a runtime this version lacks', { runtime: 'kata' }],
    ['a launch command of its own', { 'launch-command': 'bash,-c,id' }],
    ['another name', { name: 'container_1_0001_01_000002' }],
    ['another work folder', { workdir: '/l/usercache/bob' }],
    ['no image', { image: '' }],
    ['a docker command that is no launch', { 'docker-command': 'exec' }],
  ])('%s', (_, changes) => {
    expect(() => ask(changes)).toThrow(
      expect.objectContaining({ code: 'FB-POLICY-REFUSED', because: expect.stringMatching(/.+/) }),
    );
  });

  it('a runtime that the node lacks, and nothing weaker takes its place', () => {
    expect(() => ask({}, { ...configuration, runtimes: ['runc'] })).toThrow('Refused: runtime gvisor.');
  });

  it('nothing, when its user is of no tenant', () => {
    expect(() => ask({}, configuration, { user: 'mallory' })).toThrow('Refused: a container of user mallory.');
  });
});

describe('whatever a command file says', () => {
  const key = fc.constantFrom(
    'privileged',
    'net',
    'pid',
    'mounts',
    'user',
    'group-add',
    'runtime',
    'image',
    'name',
    'cap-add',
    'hostname',
    'x',
  );
  const value = fc.oneof(
    fc.constantFrom(
      'host',
      'true',
      'false',
      'runc',
      'gvisor',
      '0:0',
      '/:/:rw',
      '/etc:/etc:ro,',
      `${app}:${app}:rw+shared`,
      '',
    ),
    fc.string().filter((text) => !/[\n\r\u2028\u2029]/.test(text)),
  );

  it('the container is hardened by policy or refused', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value), (changes) => {
        try {
          const { spec } = ask(changes);
          expect(spec.runtimeHandler).toBe('runsc');
          expect(spec.network).toBe('net-health');
          expect(spec.user).toEqual({ uid: 2001, gid: 2001, groups: account.groups });
          for (const { source } of spec.mounts)
            expect([
              app,
              '/l/filecache',
              '/spark',
              '/c/remembered-calls.so',
              `/logs/${application}/${container}`,
            ]).toContain(source);
        } catch (thrown) {
          if (!(thrown instanceof FirebreakError)) throw thrown;
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a node that boots virtual machines', () => {
  const kata: AgentConfiguration = {
    ...configuration,
    runtimes: ['runc', 'gvisor', 'kata'],
    machine: { guestMiB: 192, mostCpus: 4, startSeconds: 60 },
    tenants: configuration.tenants.map((tenant) => ({ ...tenant, minimum: 'kata', runtime: 'kata' })),
  };

  it('gives the container what YARN granted, and its machine what the guest itself needs on top', () => {
    const { spec, runtime } = ask({}, kata);
    expect(runtime.name).toBe('kata');
    expect(spec).toMatchObject({ memoryBytes: 1024 * 2 ** 20, cpus: 2, machine: { memoryMiB: 1216, vcpus: 2 } });
  });

  it('gives no machine more CPUs than the node has, and none to another class', () => {
    expect(ask({}, { ...kata, machine: { guestMiB: 192, mostCpus: 1, startSeconds: 60 } }).spec.machine?.vcpus).toBe(1);
  });

  it('gives its machine a disk of its own where the node has scratch on disks', () => {
    expect(ask({}, kata).spec.machine?.disk).toBeUndefined();
    const machine = { guestMiB: 192, mostCpus: 1, startSeconds: 60, scratchGiB: 3 };
    expect(ask({}, { ...kata, machine }).spec.machine?.disk).toEqual({ target: '/mnt/scratch', bytes: 3 * 2 ** 30 });
    expect(ask({}).spec).not.toHaveProperty('machine');
  });

  it.each(['runc', 'gvisor'])('refuses %s to a tenant whose floor is kata', (runtime) => {
    expect(() => ask({ runtime }, kata)).toThrow(expect.objectContaining({ code: 'FB-POLICY-REFUSED' }));
  });

  it('refuses kata where the node lacks it, and nothing weaker takes its place', () => {
    expect(() => ask({}, { ...kata, runtimes: ['runc', 'gvisor'] })).toThrow(
      expect.objectContaining({ code: 'FB-POLICY-REFUSED', because: expect.stringContaining('does not have it') }),
    );
  });
});
