import { afterAll, beforeAll, expect, it } from 'vitest';
import { ClusterOfHosts, rightAnswer } from './cluster-of-hosts.ts';
import { requirePrograms } from './require-programs.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

/** The first two hosts have a NameNode and a ResourceManager each; jobs are submitted on the third, which is never lost. */
let set: TestHosts;
let cluster: ClusterOfHosts;

const everywhere = ['zookeeper', 'journalnode', 'datanode', 'nodemanager'];
const masters = ['namenode', 'resourcemanager'] as const;
/** Before it is a cluster of pairs. */
const node = ['datanode', 'nodemanager'];
const alone = [[...node, ...masters], node, [...node, 'historyserver']];
const withRoles = (roles: readonly string[][]) => (host: Record<string, unknown>, index: number) => ({
  ...host,
  roles: roles[index],
});
type Master = (typeof masters)[number];

beforeAll(async () => {
  await requirePrograms();
  set = await startHosts(3, { prefix: 'fbha', network: '172.27.243' });
  cluster = new ClusterOfHosts(set, 3, 'pairs');
  cluster.roles = [
    [...everywhere, ...masters],
    [...everywhere, ...masters],
    [...everywhere, 'historyserver'],
  ];
  cluster.client = 2;
});
afterAll(async () => {
  await set[Symbol.asyncDispose]();
});

it('comes of a cluster with one of each, with what was in its HDFS', async () => {
  const before = await cluster.run('up', ['--yes'], withRoles(alone));
  expect(before.exitCode, before.all).toBe(0);
  await hdfs('echo kept | hdfs dfs -put - /tmp/kept');
  await expectPairs();
  expect(await hdfs('hdfs dfs -cat /tmp/kept')).toBe('kept');
});

it('again, restarts nothing, and plan has nothing to do', async () => {
  const before = (await status()).services.map(({ pid }) => pid);
  expect((await cluster.run('plan')).all).toContain('nothing to do');
  expect((await cluster.run('up', ['--yes'])).exitCode).toBe(0);
  expect((await status()).services.map(({ pid }) => pid)).toEqual(before);
});

it.each(masters)(
  'loses the host of the active %s under a running application, which ends right; the host comes back as standby',
  async (master) => {
    const output = `lost-${master}`;
    // As many as there is room for, so that some are on the host that is lost.
    const running = cluster.shuffle('science', 'fb-ricky', output, { words: ['6'], wait: '30s', executors: 5 });
    const [lost = '', other = ''] = await pairOf(master);
    await expect.poll(() => containersOn(lost), { timeout: 120_000, interval: 1000 }).toBe(2);
    await set.hosts[cluster.hosts.indexOf(lost)]?.kill();
    for (const each of masters) {
      await expect.poll(() => hostOfActive(each), { timeout: 120_000, interval: 1000 }).toBe(other);
    }
    const { hosts, healthy } = await status();
    expect(healthy).toBe(false);
    expect(hosts.filter(({ state }) => state !== 'healthy')).toMatchObject([{ name: lost, state: 'unreachable' }]);
    await running;
    expect(await cluster.answer('fb-ricky', output)).toEqual(rightAnswer());
    expect(await hdfs('hdfs dfs -cat /tmp/kept')).toBe('kept');
    await set.hosts[cluster.hosts.indexOf(lost)]?.start();
    const { all, exitCode } = await cluster.run('up', ['--yes']);
    expect(exitCode, all).toBe(0);
    expect((await status()).healthy).toBe(true);
    expect(await hostOfActive(master)).toBe(other);
  },
);

it('keeps containers away from ZooKeeper, JournalNodes and failover controllers, on every host', async () => {
  const running = cluster.shuffle('science', 'fb-ricky', 'reach', { words: ['3'], wait: '30s', executors: 5 });
  const [host = ''] = cluster.hosts;
  await expect.poll(() => containersOn(host), { timeout: 120_000, interval: 1000 }).toBeGreaterThan(0);
  const { ports, hosts, dockerSocket } = cluster.layout;
  const names = ['zooKeeperClient', 'zooKeeperPeer', 'zooKeeperHttp', 'journalNodeRpc', 'failoverController'] as const;
  const places = hosts.flatMap(({ address }) => names.map((name) => `${address}/${ports[name]}`));
  const script = `for place in ${places.join(' ')} ${hosts[0]?.address}/${ports.nameNodeRpc}; do timeout 2 bash -c "</dev/tcp/$place" 2>/dev/null && echo $place; done; true`;
  const docker = `docker -H unix://${dockerSocket}`;
  const reached = await cluster.on(host, `${docker} exec $(${docker} ps -q | head -n 1) bash -c '${script}'`);
  // The last one shows that the question is asked rightly.
  expect(reached.trim()).toBe(`${hosts[0]?.address}/${ports.nameNodeRpc}`);
  await running;
});

it('drains a host for both masters: another one that becomes active keeps to it', async () => {
  const third = cluster.hosts[2] ?? '';
  const { all, exitCode } = await cluster.run('drain', [third, '--timeout', '5s']);
  expect(exitCode, all).toBe(0);
  const { services } = cluster.layout;
  for (const master of masters) {
    const [before = '', other = ''] = await pairOf(master);
    await cluster.on(before, `sv -w 20 restart ${services}/${master}`);
    await expect.poll(() => hostOfActive(master), { timeout: 120_000, interval: 1000 }).toBe(other);
  }
  await expect.poll(async () => (await status()).hosts[2]?.state, { timeout: 120_000, interval: 1000 }).toBe('drained');
  const undone = await cluster.run('drain', [third, '--undo']);
  expect(undone.exitCode, undone.all).toBe(0);
  await expect.poll(async () => (await status()).healthy, { timeout: 120_000, interval: 1000 }).toBe(true);
});

it('is changed one host after the other under a running application, which loses nothing', async () => {
  const running = cluster.shuffle('science', 'fb-ricky', 'rolling', { words: ['25'], wait: '30s', executors: 5 });
  for (const host of cluster.hosts.slice(0, 2)) {
    await expect.poll(() => containersOn(host), { timeout: 120_000, interval: 1000 }).toBeGreaterThan(0);
  }
  const before = (await status()).containers.map(({ name }) => name).toSorted();
  const daemons = { namenode: { heapMiB: 480 }, resourcemanager: { heapMiB: 480 }, zookeeper: { heapMiB: 257 } };
  const { all, exitCode } = await cluster.run('up', ['--yes', '--rolling'], undefined, { daemons });
  expect(exitCode, all).toBe(0);
  expect((await status()).containers.map(({ name }) => name).toSorted()).toEqual(before);
  const id = await running;
  expect(await cluster.answer('fb-ricky', 'rolling')).toEqual(rightAnswer());
  await expect.poll(() => cluster.hasWholeHistory(id), { timeout: 30_000, interval: 1000 }).toBe(true);
});

it('refuses to take a master away, whose disk has what no other has', async () => {
  const { all, exitCode } = await cluster.run('up', ['--yes'], withRoles(alone));
  expect(all).toContain('error FB-SCALE-MASTER');
  expect(exitCode).toBe(2);
});

it('down, leaves nothing on any host', async () => {
  const { all, exitCode } = await cluster.run('down', ['--yes']);
  expect(exitCode, all).toBe(0);
  for (const host of cluster.hosts) expect(await cluster.traces(host)).toEqual([]);
});

it('comes up from nothing', async () => {
  await expectPairs();
});

/** `up` leads to one active and one standby of each master, and `status` says which is which. */
const expectPairs = async (): Promise<void> => {
  const { all, exitCode } = await cluster.run('up', ['--yes']);
  expect(exitCode, all).toBe(0);
  expect((await status()).healthy).toBe(true);
  for (const master of masters) {
    await expect.poll(() => statesOf(master), { timeout: 60_000, interval: 1000 }).toEqual(['active', 'standby']);
  }
  const text = (await cluster.run('status')).all;
  for (const master of masters) expect(text).toMatch(new RegExp(`${master} +running, active`));
};

interface Status {
  readonly healthy: boolean;
  readonly hosts: readonly { readonly name: string; readonly state: string }[];
  readonly containers: readonly { readonly name: string; readonly host: string; readonly status: string }[];
  readonly services: readonly {
    readonly name: string;
    readonly host: string;
    readonly pid: number;
    readonly haState?: string;
  }[];
}

const status = async (): Promise<Status> => JSON.parse((await cluster.run('status', ['--json'])).stdout);

const containersOn = async (host: string): Promise<number> =>
  (await status()).containers.filter((each) => each.host === host && each.status === 'running').length;

const statesOf = async (master: Master): Promise<(string | undefined)[]> =>
  (await status()).services.flatMap(({ name, haState }) => (name === master ? [haState] : [])).toSorted();

const hostOfActive = async (master: Master): Promise<string | undefined> =>
  (await status()).services.find(({ name, haState }) => name === master && haState === 'active')?.host;

/** By Hadoop's own client, as root. */
const hdfs = (script: string): Promise<string> =>
  cluster.on(cluster.hosts[2] ?? '', `eval "$(/opt/firebreak/bin/firebreak env)" && ${script} 2>/dev/null`);

/** Names of the hosts of the active one and of the standby. */
const pairOf = async (master: Master): Promise<string[]> => {
  const active = await hostOfActive(master);
  return [active ?? '', ...cluster.hosts.slice(0, 2).filter((host) => host !== active)];
};
