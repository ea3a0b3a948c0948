import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClusterOfHosts, rightAnswer } from './cluster-of-hosts.ts';
import { downLeavesNothing } from './down-leaves-nothing.ts';
import { giveSoftware } from './give-software.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

let set: TestHosts;
let cluster: ClusterOfHosts;

beforeAll(async () => {
  set = await startHosts(1, { prefix: 'fbmx', network: '172.27.245' });
  await giveSoftware(set);
  cluster = new ClusterOfHosts(set, 1, 'mixed', {
    tenants: { science: { users: ['fb-ricky'], runtime: 'runc' } },
    // On this machine the hosts of other tests are to be seen: their addresses are no traces of this one.
    network: { subnet: '172.22.0.0/16' },
  });
  cluster.hosts = ['local', ...cluster.hosts];
});
afterAll(async () => {
  await set[Symbol.asyncDispose]();
});

describe('a cluster of the controller itself and a host behind ssh', () => {
  it('comes up, and has nothing to do then', async () => {
    const { all, exitCode } = await cluster.run('up', ['--yes']);
    expect(exitCode, all).toBe(0);
    expect((await cluster.status()).hosts.map(({ name, state }) => [name, state])).toEqual(
      cluster.hosts.map((name) => [name, 'healthy']),
    );
    expect((await cluster.run('plan')).all).toContain('nothing to do');
  });

  it('runs an application on both, whose shuffle crosses between them', async () => {
    const id = await cluster.shuffle('science', 'fb-ricky', 'mixed');
    expect(await cluster.answer('fb-ricky', 'mixed')).toEqual(rightAnswer());
    const { driver, executors, remoteBytes } = await cluster.history(id);
    const places = [driver, ...executors].map((name) => Math.floor(Number(name.split('-')[3]) / 16));
    expect(new Set(places)).toEqual(new Set([0, 1]));
    expect(remoteBytes).toBeGreaterThan(0);
  });

  it('down, leaves nothing on either', () => downLeavesNothing(cluster));
});
