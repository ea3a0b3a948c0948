import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FirebreakError } from '../errors.ts';
import { hostSubnet, overlap } from './address-plan.ts';
import { type Layout, layoutOf } from './layout.ts';
import { readSpec } from './read-spec.ts';

const minimal = 'name: demo\ntenants:\n  analysts:\n    users: [alice]\n    runtime: gvisor\n';

/** Two clusters that share one host; what another host has is no matter. */
const perHost = ({ own }: Layout): boolean => own === 0;

const errorOf = (text: string): FirebreakError => {
  try {
    readSpec(text, 'cluster.yaml');
  } catch (thrown) {
    if (thrown instanceof FirebreakError) return thrown;
    throw thrown;
  }
  throw new Error('was accepted');
};

describe('examples', () => {
  const read = async (name: string) =>
    readSpec(await readFile(new URL(`../../examples/${name}.yaml`, import.meta.url), 'utf8'), name);

  it('the minimal one has five lines and is enough', async () => {
    const text = await readFile(new URL('../../examples/minimal.yaml', import.meta.url), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(5);
    expect(readSpec(text, 'minimal.yaml').network.subnet).toBe('172.30.0.0/16');
  });

  it.each([
    ['docker', 'gvisor'],
    ['docker-three-hosts', 'gvisor-three-hosts'],
    ['docker-three-hosts', 'labels-three-hosts'],
    ['docker-three-hosts', 'high-availability-three-hosts'],
    ['labels-three-hosts', 'high-availability-three-hosts'],
  ])('%s.yaml and %s.yaml share nothing that one machine has once', async (one, other) => {
    const specs = [await read(one), await read(other)];
    const layouts = specs.flatMap((spec) => spec.hosts.map((_, host) => layoutOf(spec, host))).filter(perHost);
    const owned = layouts.flatMap(({ name, data, run, serviceBridge, address, ports, networks }) => [
      ...[name, data, run, serviceBridge, address],
      ...Object.values(ports),
      ...networks.flatMap(({ bridge, subnet, network, mac }) => [bridge, subnet, network, mac]),
    ]);
    expect(new Set(owned).size).toBe(owned.length);
    for (const host of specs[0]?.hosts.keys() ?? []) {
      const subnets = specs.map(({ network }) => hostSubnet(network.subnet, host));
      expect(overlap(subnets[0] ?? '', subnets[1] ?? '')).toBe(false);
    }
  });
});

describe('a broken spec', () => {
  it('that is no YAML: file, line and column', () => {
    const error = errorOf('name: demo\ntenants: [\n');
    expect(error).toMatchObject({ code: 'FB-SPEC-SYNTAX', exit: 2 });
    expect(error.message).toMatch(/^cluster\.yaml:\d+:\d+: /);
  });

  it.each([
    [
      'an unknown key',
      minimal.replace('runtime:', 'runtme:'),
      'cluster.yaml:5:5: unknown key `runtme` in tenants.analysts; did you mean `runtime`?',
    ],
    [
      'an unknown key at the top',
      `${minimal}netwrok: {}\n`,
      'cluster.yaml:6:1: unknown key `netwrok`; did you mean `network`?',
    ],
    ['a missing key', 'name: demo\n', 'tenants is missing'],
    [
      'a misspelt value',
      minimal.replace('gvisor', 'gviser'),
      'cluster.yaml:5:5: tenants.analysts.runtime is `gviser`: did you mean `gvisor`?',
    ],
    ['a value of the wrong kind', minimal.replace('[alice]', 'alice'), 'cluster.yaml:4:5: tenants.analysts.users'],
    [
      'a user in an array',
      minimal.replace('[alice]', '[alice, "B B"]'),
      'cluster.yaml:4:20: tenants.analysts.users.1: must be a Linux user name',
    ],
    ['root as a user', minimal.replace('alice', 'root'), 'cluster.yaml:4:13: root is a system account'],
    [
      'a user twice',
      `${minimal}  others:\n    users: [alice]\n    runtime: runc\n`,
      'cluster.yaml:7:13: user alice is in tenant analysts already',
    ],
    [
      'a floor above the runtime',
      minimal.replace('gvisor', 'runc\n    minimum: gvisor'),
      'cluster.yaml:6:5: gvisor is stronger',
    ],
    [
      'a subnet not aligned',
      `${minimal}network: {subnet: 172.30.5.0/20}\n`,
      'cluster.yaml:6:11: no /20 begins at 172.30.5.0',
    ],
    [
      'more hosts than addresses',
      `${minimal}network: {subnet: 172.30.0.0/20}\nhosts: [{address: a}, {address: b}]\n`,
      'cluster.yaml:6:11: 172.30.0.0/20 has room for 1 hosts, a /20 each, and the cluster has 2',
    ],
    [
      'two hosts of one name',
      `${minimal}hosts: [{address: a}, {address: b, name: a}]\n`,
      'cluster.yaml:6:23: host a is there already',
    ],
    [
      'two History Servers',
      `${minimal}hosts:\n  - address: a\n  - address: b\n    roles: [historyserver]\n`,
      'cluster.yaml:9:5: historyserver is on a already',
    ],
    [
      'two NameNodes without JournalNodes',
      `${minimal}hosts:\n  - address: a\n  - address: b\n    roles: [namenode]\n`,
      'cluster.yaml:9:5: two hosts with the role namenode need three with the role journalnode',
    ],
    [
      'three ResourceManagers',
      `${minimal}hosts:\n  - address: a\n  - address: b\n    roles: [resourcemanager]\n  - address: c\n    roles: [resourcemanager]\n`,
      'cluster.yaml:11:5: resourcemanager is on a and b already',
    ],
    [
      'two ResourceManagers and no ZooKeeper',
      `${minimal}hosts:\n  - address: a\n  - address: b\n    roles: [resourcemanager]\n`,
      'cluster.yaml:9:5: two hosts with the role resourcemanager need three with the role zookeeper, or a larger odd number, and none has it',
    ],
    [
      'two ResourceManagers and two ZooKeepers',
      `${minimal}hosts:\n  - address: a\n  - address: b\n    roles: [resourcemanager, zookeeper]\n  - address: c\n    roles: [zookeeper]\n`,
      'cluster.yaml:11:5: two hosts with the role resourcemanager need three with the role zookeeper, or a larger odd number, and 2 have it',
    ],
    [
      'ZooKeeper for one ResourceManager',
      `${minimal}hosts:\n  - address: a\n  - address: b\n    roles: [zookeeper]\n`,
      'cluster.yaml:9:5: zookeeper is for two hosts with the role resourcemanager or namenode, and there is one',
    ],
    [
      'no NodeManager',
      `${minimal}hosts:\n  - roles: [namenode, datanode, resourcemanager, historyserver]\n`,
      'cluster.yaml:6:1: no host has the role nodemanager',
    ],
    [
      'ssh settings of this machine',
      `${minimal}hosts:\n  - ssh: {port: 22}\n`,
      'cluster.yaml:7:5: this machine is not reached by ssh',
    ],
    ['a subnet that is none', `${minimal}network: {subnet: 999.30.0.0/20}\n`, 'is no IPv4 network'],
    [
      'too much capacity',
      `${minimal}    capacity: 60\n  b:\n    users: [bob]\n    runtime: runc\n    capacity: 50\n`,
      'cluster.yaml:10:5: the capacities add up to 110 percent',
    ],
    [
      'nothing left',
      `${minimal}    capacity: 100\n  b:\n    users: [bob]\n    runtime: runc\n`,
      'leave nothing for tenant b',
    ],
    ['a label that no host has', `${minimal}    label: secure\n`, 'cluster.yaml:6:5: no host has the label secure'],
    [
      'a tenant without a label where every host has one',
      `${minimal}hosts:\n  - label: secure\n`,
      'cluster.yaml:3:3: tenant analysts has no label, and every host with a NodeManager has one',
    ],
    [
      'a label without a NodeManager',
      `${minimal}hosts:\n  - address: a\n  - address: b\n    roles: [datanode]\n    label: secure\n`,
      'cluster.yaml:10:5: a label says who runs on a NodeManager, and b has none',
    ],
    [
      'too little capacity of one label',
      `${minimal}    label: secure\n    capacity: 60\nhosts: [{label: secure}]\n`,
      'cluster.yaml:7:5: the capacities on hosts with the label secure add up to 60 percent',
    ],
    [
      'Firecracker, which shares no folders',
      `${minimal}runtimes: {kata: {hypervisor: firecracker}}\n`,
      'cluster.yaml:6:19: Firecracker has no virtio-fs',
    ],
    [
      'Dragonball and the Go shim',
      `${minimal}runtimes: {kata: {hypervisor: dragonball, flavour: go}}\n`,
      'cluster.yaml:6:19: Dragonball is part of runtime-rs',
    ],
    [
      'Dragonball without KVM',
      `${minimal}runtimes: {kata: {hypervisor: dragonball, emulated: true}}\n`,
      'cluster.yaml:6:43: Dragonball runs in Kata’s shim on KVM',
    ],
    [
      'a cache mode that runtime-rs has not',
      `${minimal}runtimes: {kata: {flavour: rust, options: {cache: metadata}}}\n`,
      'cluster.yaml:6:44: runtime-rs knows the cache modes',
    ],
    [
      'a window for shared folders in Cloud Hypervisor',
      `${minimal}runtimes: {kata: {hypervisor: cloud-hypervisor, options: {daxMiB: 512}}}\n`,
      'cluster.yaml:6:59: ',
    ],
    [
      'one in runtime-rs',
      `${minimal}runtimes: {kata: {flavour: rust, options: {daxMiB: 512}}}\n`,
      'cluster.yaml:6:44: no guest of runtime-rs uses the window',
    ],
    [
      'a way to QEMU’s disks in Cloud Hypervisor',
      `${minimal}runtimes: {kata: {hypervisor: cloud-hypervisor, options: {diskIo: threads}}}\n`,
      'cluster.yaml:6:59: Kata gives it to QEMU alone',
    ],
  ])('with %s', (_, text, expected) => {
    const error = errorOf(text);
    expect(error).toMatchObject({ code: 'FB-SPEC-INVALID', exit: 2 });
    expect(error.message).toContain(expected);
  });

  it('with sixteen tenants', () => {
    const tenants = Array.from({ length: 16 }, (_, n) => `  t${n}: {users: [u${n}], runtime: runc}\n`).join('');
    expect(errorOf(`name: demo\ntenants:\n${tenants}`).message).toContain(
      'cluster.yaml:18:3: a cluster has room for 15',
    );
  });

  it('but not for a label that no tenant has, nor for capacities of several labels that add up to more than 100', () => {
    const hosts = 'hosts: [{address: a}, {address: b, label: secure}, {address: c, label: spare}]\n';
    const secret = '  secret: {users: [sam], runtime: gvisor, label: secure, capacity: 100}\n';
    expect(readSpec(`${minimal}    capacity: 100\n${secret}${hosts}`, 'f').tenants.secret?.label).toBe('secure');
  });

  it('tells every mistake at once', () => {
    expect(
      errorOf(minimal.replace('runtime:', 'runtme:').replace('name:', 'nam:')).message.split('\n').length,
    ).toBeGreaterThan(2);
  });

  it('never ends in anything but a coded error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => minimal + text),
        ),
        (text) => {
          try {
            readSpec(text, 'f');
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(FirebreakError);
          }
        },
      ),
    );
  });
});
