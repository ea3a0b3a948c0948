import { afterAll, beforeAll, expect, it } from 'vitest';
import { nameNodePage } from '../../src/cluster/masters.ts';
import { ClusterOfHosts, rightAnswer, type Status } from './cluster-of-hosts.ts';
import { downLeavesNothing } from './down-leaves-nothing.ts';
import { giveSoftware } from './give-software.ts';
import { type NewerSoftware, newerSoftware } from './newer-software.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

/**
 * The first two hosts have a NameNode and a ResourceManager each; the third, which is never lost, has the job. The fourth comes
 * and goes, and has nothing but containers and blocks.
 */
let set: TestHosts;
let cluster: ClusterOfHosts;
let third: string;
let fourth: string;
/** That of the active masters, and that of those that take over. */
let lost: string;
let other: string;
let running: Promise<string>;
/** Of the application that runs while the fourth host is drained, leaves, and the others get another Hadoop. */
let gate: ReturnType<ClusterOfHosts['gate']>;
let newer: NewerSoftware;

const everywhere = ['zookeeper', 'journalnode', 'datanode', 'nodemanager'];
const masters = ['namenode', 'resourcemanager'] as const;
type Master = (typeof masters)[number];

beforeAll(async () => {
  set = await startHosts(4, { prefix: 'fbha', network: '172.27.246' });
  await giveSoftware(set);
  // Plain containers are pods, those in gVisor are Docker's.
  cluster = new ClusterOfHosts(set, 3, 'pairs', { runtimes: { runc: { engine: 'cri' } } });
  cluster.roles = [
    [...everywhere, ...masters],
    [...everywhere, ...masters],
    [...everywhere, 'historyserver'],
  ];
  cluster.client = 2;
  [, , third = '', fourth = ''] = set.hosts.map(({ name }) => name);
  // Both ResourceManagers must know it. An ApplicationMaster that is lost would be missed for minutes: here none is.
  cluster.label = 'secure';
  cluster.labelled = 2;
});
afterAll(async () => {
  await set[Symbol.asyncDispose]();
  await newer?.[Symbol.asyncDispose]();
});

it('comes up with one active and one standby of each master, and then has nothing to do', async () => {
  const { all, exitCode } = await cluster.run('up', ['--yes']);
  expect(exitCode, all).toBe(0);
  for (const master of masters) {
    await expect.poll(() => statesOf(master), { timeout: 60_000, interval: 1000 }).toEqual(['active', 'standby']);
  }
  expect((await cluster.status()).healthy).toBe(true);
  const text = (await cluster.run('status')).all;
  for (const master of masters) expect(text).toMatch(new RegExp(`${master} +running, active`));
  expect((await cluster.run('plan')).all).toContain('nothing to do');
});

it('drains a host for both of each master', async () => {
  lost = (await hostOfActive('namenode')) ?? '';
  other = cluster.hosts.slice(0, 2).find((host) => host !== lost) ?? '';
  const { all, exitCode } = await cluster.run('drain', [other, '--timeout', '5s']);
  expect(exitCode, all).toBe(0);
  if ((await hostOfActive('resourcemanager')) === other)
    await cluster.on(other, `sv -w 20 restart ${cluster.layout.services}/resourcemanager`);
  await untilActive('resourcemanager', lost);
});

it('keeps containers away from ZooKeeper, JournalNodes and failover controllers, on every host', async () => {
  running = cluster.shuffle('secret', 'fb-carol', 'lost', { words: ['2'], wait: '30s', executors: 1 });
  await expect.poll(() => cluster.containersOn(third), { timeout: 120_000, interval: 1000 }).toBe(2);
  await expectOutOfReach(third);
});

it('loses the host of both active masters under a running application, which ends right; a drained host stays so', async () => {
  await set.hosts[cluster.hosts.indexOf(lost)]?.kill();
  for (const master of masters) await untilActive(master, other);
  const { hosts, healthy } = await cluster.status();
  expect(healthy).toBe(false);
  const states = Object.fromEntries(hosts.map(({ name, state }) => [name, state]));
  expect(states).toEqual({ [lost]: 'unreachable', [other]: 'drained', [third]: 'healthy' });
  const id = await running;
  expect(await cluster.answer('fb-carol', 'lost')).toEqual(rightAnswer());
  await expect.poll(() => cluster.hasWholeHistory(id), { timeout: 30_000, interval: 1000 }).toBe(true);
});

it('has the lost host back as standby, and another one that was not there before', async () => {
  await set.hosts[cluster.hosts.indexOf(lost)]?.start();
  cluster.hosts = [...cluster.hosts, fourth];
  const { all, exitCode } = await cluster.run('up', ['--yes'], withRoomForOneExecutor);
  expect(exitCode, all).toBe(0);
  for (const master of masters) {
    expect(await statesOf(master)).toEqual(['active', 'standby']);
    expect(await hostOfActive(master)).toBe(other);
  }
  const undone = await cluster.run('drain', [other, '--undo']);
  expect(undone.exitCode, undone.all).toBe(0);
  const { hosts } = await cluster.status();
  expect(hosts.map(({ state }) => state)).toEqual(Array(4).fill('healthy'));
  expect(hosts[3]).toMatchObject({ name: fourth, address: '172.25.48.1' });
});

it('has a host drained under a running application, whose pods there go, and which goes on', async () => {
  gate = cluster.gate('fb-ricky', 'rolling');
  // Its ApplicationMaster has no room on the fourth host, so that its first attempt lasts.
  running = cluster.shuffle('science', 'fb-ricky', 'rolling', { words: [gate.path], executors: 4, driverCores: 2 });
  await expect.poll(() => cluster.on(fourth, `pgrep -fc '[p]yspark.daemon' || true`), aWhile).not.toBe('0');
  expect(await cluster.containersOn(fourth)).toBe(1);
  const { all, exitCode } = await cluster.run('drain', [fourth, '--timeout', '5s']);
  expect(exitCode, all).toBe(0);
  expect(all).toContain('waits for 1 container');
  expect(await cluster.containersOn(fourth)).toBe(0);
  const { hosts, containers } = await cluster.status();
  expect(hosts.map(({ state }) => state)).toEqual(['healthy', 'healthy', 'healthy', 'drained']);
  expect(containers.map(({ engine }) => engine)).toEqual(Array(4).fill('cri'));
  expect(new Set(containers.map(({ host }) => host))).toEqual(new Set(cluster.hosts.slice(0, 2)));
});

it('loses that host and is upgraded to another Hadoop one host after the other, under that application, which loses nothing more', async () => {
  cluster.hosts = cluster.hosts.slice(0, 3);
  newer = await newerSoftware(cluster, '4.98.0');
  const before = await cluster.status();
  const { all, exitCode } = await cluster.run('upgrade', ['--yes'], undefined, newer.spec);
  expect(exitCode, all).toBe(0);
  expect(all).toContain(`${fourth} leaves`);
  expect(await cluster.traces(fourth)).toEqual([]);
  expect(all).toContain('HDFS goes from Hadoop 3.5.0 to 3.99.0');
  expect(all).toContain('finish the upgrade of HDFS');
  const after = await cluster.status();
  expect(after.healthy).toBe(true);
  expect(after.hosts).toEqual(before.hosts);
  const processes = new Set(before.services.map(({ host, pid }) => `${host} ${pid}`));
  const kept = after.services.filter(({ host, pid }) => processes.has(`${host} ${pid}`)).map(({ name }) => name);
  expect(new Set(kept)).toEqual(new Set(['containerd', 'dockerd']));
  const names = ({ containers }: Status) => containers.map(({ name }) => name).toSorted();
  expect(names(after)).toEqual(names(before));
  for (const master of masters) expect(await statesOf(master)).toEqual(['active', 'standby']);
  await gate.open();
  const id = await running;
  expect(await cluster.answer('fb-ricky', 'rolling')).toEqual(rightAnswer());
  const { executors, remoteBytes } = await cluster.history(id);
  // One of them was on the host that left.
  expect(executors).toHaveLength(4);
  expect(remoteBytes).toBeGreaterThan(0);
  await expect.poll(() => cluster.hasWholeHistory(id), { timeout: 30_000, interval: 1000 }).toBe(true);
  // Of the time before, and of no NameNode that is still between two versions.
  expect(await cluster.answer('fb-carol', 'lost')).toEqual(rightAnswer());
  expect(await upgradesUnderWay()).toEqual([null, null]);
  expect((await cluster.run('plan', [], undefined, newer.spec)).all).toContain('nothing to do');
  expect((await cluster.run('plan')).all).toContain('error FB-UPGRADE-BACK');
});

it('down, leaves nothing on any host', () => downLeavesNothing(cluster));

/** Long enough for an application to begin on a slow machine. */
const aWhile = { timeout: 180_000, interval: 1000 };

const withRoomForOneExecutor: Parameters<ClusterOfHosts['run']>[2] = (host, index) =>
  index === 3 ? { ...host, vcores: 1 } : host;

const statesOf = async (master: Master): Promise<(string | undefined)[]> =>
  (await cluster.status()).services.flatMap(({ name, haState }) => (name === master ? [haState] : [])).toSorted();

const hostOfActive = async (master: Master): Promise<string | undefined> =>
  (await cluster.status()).services.find(({ name, haState }) => name === master && haState === 'active')?.host;

/** What each NameNode says of a new version of HDFS that is neither finished nor given up. */
const upgradesUnderWay = async (): Promise<unknown[]> => {
  const { nameNodes } = cluster.layout;
  const pages = nameNodes.map((address) => nameNodePage(cluster.layout, address, 'NameNodeInfo'));
  const texts = await Promise.all(pages.map((page) => cluster.on(third, `curl -sf '${page}'`)));
  return texts.map((text) => JSON.parse(text).beans[0].RollingUpgradeStatus);
};

const untilActive = (master: Master, host: string): Promise<void> =>
  expect.poll(() => hostOfActive(master), { timeout: 120_000, interval: 1000 }).toBe(host);

/** From a container of that host: of all these, of every host, it reaches only the NameNode, which shows that the question is asked rightly. */
const expectOutOfReach = async (host: string): Promise<void> => {
  const { ports, hosts, nameNodes, dockerSocket } = cluster.layout;
  const names = ['zooKeeperClient', 'zooKeeperPeer', 'zooKeeperHttp', 'journalNodeRpc', 'failoverController'] as const;
  const nameNode = `${nameNodes[0]}/${ports.nameNodeRpc}`;
  const places = [...hosts.flatMap(({ address }) => names.map((name) => `${address}/${ports[name]}`)), nameNode];
  const ask = 'timeout 3 bash -c "</dev/tcp/$place" 2>/dev/null && echo $place';
  const script = `for place in ${places.join(' ')}; do (${ask}) & done; wait`;
  const docker = `docker -H unix://${dockerSocket}`;
  const reached = await cluster.on(host, `${docker} exec $(${docker} ps -q | head -n 1) bash -c '${script}'`);
  expect(reached.trim()).toBe(nameNode);
};
