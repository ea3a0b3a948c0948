import { describe, expect, it } from 'vitest';
import { partFileName } from '../layout.ts';
import { nftRuleset } from '../network/ruleset.ts';
import { planOf } from '../plan.ts';
import { clusterSpec } from '../spec.ts';
import { testPlan } from '../test-plan.ts';
import { configurationFiles } from './hadoop-configuration.ts';
import { hdfsIsWritable, namenode } from './namenode.ts';
import { nodemanager } from './nodemanager.ts';
import { resourcemanager } from './resourcemanager.ts';
import type { Readiness } from './service.ts';
import { servicesOf } from './services.ts';

const masters = ['namenode', 'resourcemanager'];
const majority = ['zookeeper', 'journalnode'];
const spec = clusterSpec.parse({
  name: 'pairs',
  hosts: [
    { address: 'a', roles: ['historyserver', 'datanode', 'nodemanager', ...majority] },
    { address: 'b', roles: [...masters, 'nodemanager', ...majority], label: 'secure' },
    { address: 'c', roles: [...masters, ...majority] },
    { address: 'd' },
  ],
  tenants: {
    plain: { users: ['pia'], runtime: 'runc' },
    secret: { users: ['sam'], runtime: 'gvisor', label: 'secure' },
  },
});
const plans = spec.hosts.map((_, own) =>
  planOf(spec, testPlan().distribution, testPlan().host, { own, links: [], largest: undefined }),
);
const rendered = plans.map((plan) => configurationFiles(plan, { uid: 990, gid: 990 }));
const of = (file: string, name: string): (string | undefined)[] =>
  rendered.map(
    (files) => new RegExp(`<name>${RegExp.escape(name)}</name><value>(.*?)</value>`).exec(files.get(file) ?? '')?.[1],
  );
const everywhere = <Value>(value: Value) => [value, value, value, value];
const planOn = (own: number) => {
  const plan = plans[own];
  if (plan === undefined) throw new Error('there are four');
  return plan;
};
const pagesOf = (ready: Readiness) => ('pages' in ready ? ready.pages : []);

describe('two ResourceManagers', () => {
  it.each(['hadoop/yarn-site.xml', 'client/yarn-site.xml'])('are known by %s of every host', (file) => {
    expect(of(file, 'yarn.resourcemanager.ha.rm-ids')).toEqual(everywhere('rm1,rm2'));
    expect(of(file, 'yarn.resourcemanager.address.rm1')).toEqual(everywhere('172.30.16.1:8032'));
    expect(of(file, 'yarn.resourcemanager.scheduler.address.rm2')).toEqual(everywhere('172.30.32.1:8030'));
    for (const single of ['hostname', 'address', 'scheduler.address', 'webapp.address'])
      expect(of(file, `yarn.resourcemanager.${single}`)).toEqual(everywhere(undefined));
  });

  it('know which one each is, and listen on their own address', () => {
    expect(of('hadoop/yarn-site.xml', 'yarn.resourcemanager.ha.id')).toEqual([undefined, 'rm1', 'rm2', undefined]);
    expect(of('hadoop/yarn-site.xml', 'yarn.resourcemanager.bind-host').slice(1, 3)).toEqual([
      ...['172.30.16.1', '172.30.32.1'],
    ]);
  });

  it('keep what they know where both find it: in ZooKeeper, labels in HDFS', () => {
    expect(of('hadoop/yarn-site.xml', 'yarn.resourcemanager.store.class')[1]).toMatch(/\.ZKRMStateStore$/);
    expect(of('hadoop/yarn-site.xml', 'hadoop.zk.address')).toEqual(
      everywhere('172.30.0.1:2181,172.30.16.1:2181,172.30.32.1:2181'),
    );
    expect(of('hadoop/yarn-site.xml', 'yarn.node-labels.fs-store.root-dir')).toEqual(
      everywhere('hdfs://pairs/yarn-node-labels'),
    );
  });

  it('are ready when they answer and one of them is active; a NodeManager, when the active one counts it', () => {
    const plan = planOn(1);
    const [own, active] = pagesOf(resourcemanager(plan).ready);
    expect(own?.urls).toEqual(['http://172.30.16.1:8088/ws/v1/cluster/info']);
    expect(['ACTIVE', 'STANDBY', 'INITIALIZING'].map((state) => own?.expects.test(`{"haState":"${state}"}`))).toEqual([
      ...[true, true, false],
    ]);
    expect(active?.urls).toEqual(
      ['172.30.16.1', '172.30.32.1'].map((each) => `http://${each}:8088/ws/v1/cluster/info`),
    );
    expect(active?.expects.test('{"haState":"STANDBY"}')).toBe(false);
    expect(pagesOf(nodemanager(plan).ready).at(-1)?.urls).toEqual(
      ['172.30.16.1', '172.30.32.1'].map((each) => `http://${each}:8088/ws/v1/cluster/nodes/172.30.16.1:8041`),
    );
  });
});

describe('two NameNodes', () => {
  it('are known by one name, and where each is', () => {
    for (const folder of ['hadoop', 'client']) {
      expect(of(`${folder}/core-site.xml`, 'fs.defaultFS')).toEqual(everywhere('hdfs://pairs'));
      const file = `${folder}/hdfs-site.xml`;
      expect(of(file, 'dfs.ha.namenodes.pairs')).toEqual(everywhere('nn1,nn2'));
      expect(of(file, 'dfs.namenode.rpc-address.pairs.nn2')).toEqual(everywhere('172.30.32.1:8020'));
      expect(of(file, 'dfs.namenode.http-address.pairs.nn1')).toEqual(everywhere('172.30.16.1:9870'));
      expect(of(file, 'dfs.namenode.rpc-address')).toEqual(everywhere(undefined));
    }
    expect(rendered[0]?.get('spark/history.conf')).toContain('logDirectory hdfs://pairs/spark-logs');
  });

  it('share their changes by the JournalNodes, which let one of them write: the only case that needs no fence', () => {
    const file = 'hadoop/hdfs-site.xml';
    expect(of(file, 'dfs.namenode.shared.edits.dir')).toEqual(
      everywhere('qjournal://172.30.0.1:8485;172.30.16.1:8485;172.30.32.1:8485/pairs'),
    );
    expect(of(file, 'dfs.journalnode.rpc-address').slice(0, 2)).toEqual(['172.30.0.1:8485', '172.30.16.1:8485']);
    expect(of(file, 'dfs.ha.fencing.methods')).toEqual(everywhere('shell(/bin/true)'));
    expect(of(file, 'dfs.ha.namenode.id')).toEqual([undefined, 'nn1', 'nn2', undefined]);
    expect(of('hadoop/core-site.xml', 'ha.zookeeper.quorum')[1]).toBe(
      '172.30.0.1:2181,172.30.16.1:2181,172.30.32.1:2181',
    );
  });

  it('have a failover controller each, and no other host has one', () => {
    expect(plans.map((plan) => servicesOf(plan.spec, plan.layout.roles).includes('zkfc'))).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it('are ready when they have read what there is and one is active', () => {
    const [own, active] = pagesOf(namenode(planOn(2)).ready);
    expect(own?.urls).toEqual(['http://172.30.32.1:9870/jmx?qry=Hadoop:service=NameNode,name=NameNodeInfo']);
    expect(active?.urls).toHaveLength(2);
    expect(active?.expects.test('"State" : "standby"')).toBe(false);
    const [writable] = pagesOf(hdfsIsWritable(planOn(0).layout));
    const says = (state: string, safeMode: string) =>
      writable?.expects.test(`{\n "Safemode" : "${safeMode}",\n "x": 1 }, {\n "State" : "${state}"\n}`);
    expect([says('active', ''), says('active', 'Safe mode is ON'), says('standby', '')]).toEqual([true, false, false]);
  });
});

describe('ZooKeeper', () => {
  it('is on the hosts that have the role, each of which knows all of them', () => {
    expect(spec.hosts.map((_, own) => servicesOf(spec, plans[own]?.layout.roles ?? []).includes('zookeeper'))).toEqual([
      ...[true, true, true, false],
    ]);
    expect(rendered[3]?.has('zookeeper/zoo.cfg')).toBe(false);
    const lines = rendered.slice(0, 3).map((files) => (files.get('zookeeper/zoo.cfg') ?? '').split('\n'));
    for (const each of lines) {
      expect(each.filter((line) => line.startsWith('server.'))).toEqual([
        'server.1=172.30.0.1:2888:2889;172.30.0.1:2181',
        'server.2=172.30.16.1:2888:2889;172.30.16.1:2181',
        'server.3=172.30.32.1:2888:2889;172.30.32.1:2181',
      ]);
    }
    expect(lines[1]).toContain('admin.serverAddress=172.30.16.1');
  });

  it('is beyond the reach of containers, as JournalNodes are, and clients are not told of it', () => {
    const plan = planOn(0);
    const links = [1, 2, 3, 4].map((host) => ({ address: `10.0.0.${host}`, device: 'eth0', mtu: 1500 }));
    expect(nftRuleset(plan.layout, spec.network, links)).not.toMatch(/\b(2180|2181|2888|2889|8485|8480|8019)\b/);
    const client = [...(rendered[0] ?? [])].filter(([name]) => name.startsWith('client/'));
    for (const [name, text] of client) expect(text, name).not.toMatch(/zk|zookeeper|:2181|qjournal/);
  });

  it('costs YARN memory on its hosts only', () => {
    const [, master, , worker] = plans;
    expect((worker?.capacity.memoryMiB ?? 0) - (master?.capacity.memoryMiB ?? 0)).toBe(512);
  });
});

it('a cluster with one NameNode and one ResourceManager is told nothing of all that', () => {
  const { [partFileName]: _, ...files } = Object.fromEntries(configurationFiles(testPlan(), { uid: 990, gid: 990 }));
  // All but the spec as it is, with heaps for all daemons, which none of them reads.
  for (const [name, text] of Object.entries(files))
    expect(text, name).not.toMatch(/\.ha\.|zookeeper|\.zk\.|rm1|nn1|nameservice|journal/i);
});
