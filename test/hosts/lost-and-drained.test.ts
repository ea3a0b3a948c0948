import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveOnHost } from '../../src/cluster/controller/host-program.ts';
import { nodeOnHost } from '../../src/cluster/plan.ts';
import { ClusterOfHosts, rightAnswer } from './cluster-of-hosts.ts';
import { downLeavesNothing } from './down-leaves-nothing.ts';
import { giveSoftware } from './give-software.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

let set: TestHosts;
let cluster: ClusterOfHosts;
let first: string;
let second: string;

beforeAll(async () => {
  set = await startHosts(2, { prefix: 'fbld', network: '172.27.247' }, 'systemd');
  await giveSoftware(set);
  cluster = new ClusterOfHosts(set, 2, 'onefewer');
  [first = '', second = ''] = cluster.hosts;
});
afterAll(() => set[Symbol.asyncDispose]());

describe('a cluster of two hosts, one of which is lost, cut off or drained', () => {
  it('comes up', async () => {
    const { all, exitCode } = await cluster.run('up', ['--yes']);
    expect(exitCode, all).toBe(0);
  });

  it('loses a host under a running application, which ends right on the other; the host comes back by itself', async () => {
    const running = cluster.shuffle('science', 'fb-ricky', 'lost', { words: ['1'], wait: '10s' });
    await expect.poll(() => containersOn(second), { timeout: 180_000, interval: 1000 }).toBe(2);
    await set.hosts[1]?.kill();
    const { hosts } = await status();
    expect(hosts).toMatchObject([{ state: 'healthy' }, { name: second, state: 'unreachable' }]);
    await running;
    expect(await cluster.answer('fb-ricky', 'lost')).toEqual(rightAnswer());
    await set.hosts[1]?.start();
    await untilStarted();
    expect((await status()).healthy).toBe(true);
    expect((await cluster.run('plan')).all).toContain('nothing to do');
  });

  it('goes on when a host is cut off for a minute under a running application, and ends right', async () => {
    const running = cluster.shuffle('science', 'fb-ricky', 'cut-off', { words: ['3'], wait: '15s' });
    await expect.poll(() => containersOn(second), { timeout: 180_000, interval: 1000 }).toBe(2);
    await set.hosts[1]?.cutOff(60_000);
    await running;
    expect(await cluster.answer('fb-ricky', 'cut-off')).toEqual(rightAnswer());
    // Nobody had to mend anything.
    await expect.poll(async () => (await status()).healthy, { timeout: 60_000, interval: 2000 }).toBe(true);
    await expect.poll(async () => (await status()).containers, { timeout: 60_000, interval: 2000 }).toEqual([]);
  });

  it('has a host drained under a running application, which ends right on the other', async () => {
    const running = cluster.shuffle('science', 'fb-ricky', 'drained', { words: ['2'], wait: '10s' });
    await expect.poll(() => containersOn(second), { timeout: 180_000, interval: 1000 }).toBe(2);
    // Ctrl-C ends the waiting; the same command goes on.
    const stopped = await cluster.stopped(/waits for 2 containers/, 'SIGINT', 'drain', [second]);
    expect(stopped.exitCode).toBe(130);
    expect(stopped.all).toMatch(/next: the host goes on leaving .* --undo/);
    expect((await status()).hosts).toMatchObject([{ state: 'healthy' }, { name: second, state: 'draining' }]);
    const { all, exitCode } = await cluster.run('drain', [second, '--timeout', '5s']);
    expect(exitCode, all).toBe(0);
    const { healthy, hosts, containers, services } = await status();
    expect(healthy).toBe(true);
    expect(hosts).toMatchObject([{ state: 'healthy' }, { name: second, state: 'drained' }]);
    expect(containers.filter(({ host }) => host === second)).toEqual([]);
    const down = services.filter(({ state }) => state === 'drained');
    expect(down.map(({ name, host }) => `${name}@${host}`)).toEqual([`datanode@${second}`, `nodemanager@${second}`]);
    await running;
    expect(await cluster.answer('fb-ricky', 'drained')).toEqual(rightAnswer());
    // Written when both hosts had their DataNode.
    expect(await cluster.answer('fb-ricky', 'cut-off')).toEqual(rightAnswer());
  });

  it('runs what comes then without the drained host', async () => {
    const id = await cluster.shuffle('science', 'fb-ricky', 'without', { executors: 1 });
    expect(await cluster.answer('fb-ricky', 'without')).toEqual(rightAnswer());
    expect((await cluster.history(id)).executors.map((name) => cluster.hostOf(name))).toEqual([first]);
    expect(await containersOn(second)).toBe(0);
  });

  it.each([
    ['a host that there is not', 'nowhere', 'FB-CLI-HOST'],
    ['the last one that could take containers', 'first', 'FB-DRAIN-LAST'],
  ])('refuses to drain %s', async (_, host, code) => {
    const { all, exitCode } = await cluster.run('drain', [host === 'first' ? first : host]);
    expect(all).toMatch(new RegExp(`error ${code}: .*\n(.*\n)*next: .*(${first}, ${second}|--undo)`));
    expect(exitCode).toBe(2);
  });

  it('has its masters refuse to drain the last one, too, where it was not the last a moment before', async () => {
    const [own, other] = cluster.layout.hosts.map(({ address }) => address);
    const others = { nodemanager: [other], datanode: [other] };
    const successors = { cluster: cluster.name, host: first, others };
    const input = { name: cluster.name, address: own, roles: ['nodemanager', 'datanode'], seconds: 5, successors };
    const asked = JSON.stringify({ operation: 'leave', input });
    // It answers while its input is open.
    const answered = 'for each in {1..300}; do grep -q FB- /root/said && break; sleep 0.1; done';
    const serve = `(cat; ${answered}) | ${nodeOnHost} ${serveOnHost} | tee /root/said`;
    const said = await cluster.on(first, serve, `${asked}\n`);
    expect(said).toContain('FB-DRAIN-LAST');
    expect((await status()).hosts).toMatchObject([{ state: 'healthy' }, { name: second, state: 'drained' }]);
  });

  it('leaves a drained host out of work when it is rebooted and by up, until --undo', async () => {
    await set.hosts[1]?.kill();
    expect((await status()).hosts).toMatchObject([{ state: 'healthy' }, { name: second, state: 'drained' }]);
    await set.hosts[1]?.start();
    await untilStarted();
    expect((await status()).hosts).toMatchObject([{ state: 'healthy' }, { name: second, state: 'drained' }]);
    const { all, exitCode } = await cluster.run('up', ['--yes']);
    expect(exitCode, all).toBe(0);
    expect((await cluster.run('plan')).all).toContain('nothing to do');
    expect((await status()).hosts).toMatchObject([{ state: 'healthy' }, { name: second, state: 'drained' }]);
    const undone = await cluster.run('drain', [second, '--undo']);
    expect(undone.exitCode, undone.all).toBe(0);
    expect((await status()).hosts).toMatchObject([{ state: 'healthy' }, { name: second, state: 'healthy' }]);
    expect((await cluster.run('plan')).all).toContain('nothing to do');
  });

  it('down, leaves nothing on any host', () => downLeavesNothing(cluster));
});

const status = () => cluster.status();

/** By systemd alone: nobody tells the host to, and it asks nobody what it is to be. */
const untilStarted = () =>
  expect
    .poll(() => cluster.on(second, `systemctl is-active firebreak-${cluster.name} || true`), {
      timeout: 120_000,
      interval: 1000,
    })
    .toMatch(/^active/);

const containersOn = (host: string) => cluster.containersOn(host);
