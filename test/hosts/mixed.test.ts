import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRun } from '../../src/evidence/read-run.ts';
import { ClusterOfHosts, rightAnswer } from './cluster-of-hosts.ts';
import { downLeavesNothing } from './down-leaves-nothing.ts';
import { giveSoftware } from './give-software.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

const firebreak = join(import.meta.dirname, '../../firebreak');

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

  it('is measured between the two', async () => {
    const folder = join(set.folder, 'evidence');
    const words = ['run', 'between-hosts', '--cluster', 'mixed', '--preset', 'smoke', '--runtimes', 'runc'];
    const { all, exitCode } = await execa(firebreak, ['bench', ...words, '--output', folder], {
      reject: false,
      all: true,
    });
    expect(exitCode, all).toBe(0);
    const { samples } = await readRun(folder);
    expect(samples.map((sample) => sample.case.name)).toEqual(
      [
        'TCP, 1 stream out',
        'UDP, 64 bytes',
        ...['UDP', 'TCP'].flatMap((each) => ['idle', 'under load'].map((how) => `${each} round trip, ${how}`)),
      ].map((name) => `between hosts, ${name}`),
    );
    for (const { readings } of samples) expect(readings[0]?.value).toBeGreaterThan(0);
  });

  it('down, leaves nothing on either', () => downLeavesNothing(cluster));
});
