import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ClusterOfHosts, rightAnswer } from './cluster-of-hosts.ts';
import { requirePrograms } from './require-programs.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

let set: TestHosts;
let docker: ClusterOfHosts;
let secure: ClusterOfHosts;

beforeAll(async () => {
  await requirePrograms();
  set = await startHosts(3, { prefix: 'fbss', network: '172.27.244' });
  docker = await example('docker-three-hosts');
  secure = await example('gvisor-three-hosts');
});
afterAll(async () => {
  await set[Symbol.asyncDispose]();
});

const parsed = z.looseObject({ name: z.string(), hosts: z.array(z.looseObject({})) });

/** The example, on the test's hosts: where they are, and how much they give, is all that differs. */
const example = async (file: string): Promise<ClusterOfHosts> => {
  const text = await readFile(new URL(`../../examples/${file}.yaml`, import.meta.url), 'utf8');
  const { name, ...spec } = parsed.parse(parse(text));
  const ssh = { configFile: set.sshConfig };
  const hosts = spec.hosts.map((host, index) => ({ ...host, address: set.hosts[index]?.name, ssh, memoryMiB: 2048 }));
  return new ClusterOfHosts(set, 3, name, { ...spec, hosts });
};

const run = (cluster: ClusterOfHosts, output: string, seconds: string) =>
  cluster.shuffle('analysts', 'alice', output, { words: [seconds], executors: 2 });

describe('the pair of examples on the same three hosts', () => {
  it('comes up, one beside the other', async () => {
    for (const cluster of [docker, secure]) {
      const { all, exitCode } = await cluster.run('up', ['--yes']);
      expect(exitCode, all).toBe(0);
    }
    for (const cluster of [docker, secure]) {
      expect((await cluster.status()).healthy).toBe(true);
      expect((await cluster.run('plan')).all).toContain('nothing to do');
    }
  });

  it('runs an application in each at the same time, each behind its own kind of wall', async () => {
    const running = [run(docker, 'beside', '1'), run(secure, 'beside', '1')];
    const runtimes = async (cluster: ClusterOfHosts) =>
      new Set((await cluster.status()).containers.map(({ runtime }) => runtime));
    await expect.poll(() => runtimes(docker), { timeout: 120_000, interval: 1000 }).toEqual(new Set(['runc']));
    await expect.poll(() => runtimes(secure), { timeout: 120_000, interval: 1000 }).toEqual(new Set(['gvisor']));
    await Promise.all(running);
    for (const cluster of [docker, secure]) expect(await cluster.answer('alice', 'beside')).toEqual(rightAnswer());
  });

  it('lets no container of one reach a service of the other', async () => {
    const [own] = docker.layout.networks;
    const [host = ''] = docker.hosts;
    const place = [
      'ip netns add probe; ip link add probe type veth peer name eth0 netns probe',
      `ip link set probe master ${own?.bridge} up`,
      `ip -n probe address add ${own?.gateway.replace(/1$/, '200')}/24 dev eth0; ip -n probe link set eth0 up`,
      `ip -n probe route add default via ${own?.gateway}`,
    ];
    const reach = ({ nameNodes, ports }: ClusterOfHosts['layout']) =>
      `ip netns exec probe timeout 3 bash -c '</dev/tcp/${nameNodes[0]}/${ports.nameNodeRpc}' 2>/dev/null && echo reached || echo refused`;
    const said = await docker.on(
      host,
      [...place, reach(docker.layout), reach(secure.layout), 'ip netns delete probe'].join('; '),
    );
    expect(said.split('\n')).toEqual(['reached', 'refused']);
  });

  it.each([
    ['docker', () => docker, () => secure],
    ['gvisor', () => secure, () => docker],
  ])(
    'loses %s under a running application of the other, which goes on and leaves nothing of the one',
    async (name, one, other) => {
      const running = run(other(), `alone-${name}`, '2');
      await expect
        .poll(async () => (await other().status()).containers.length, { timeout: 120_000, interval: 1000 })
        .toBe(3);
      const { all, exitCode } = await one().run('down', ['--yes']);
      expect(exitCode, all).toBe(0);
      for (const host of one().hosts) expect(await one().traces(host)).toEqual([]);
      await running;
      expect(await other().answer('alice', `alone-${name}`)).toEqual(rightAnswer());
      expect((await other().status()).healthy).toBe(true);
      expect((await other().run('plan')).all).toContain('nothing to do');
      expect((await one().run('up', ['--yes'])).exitCode).toBe(0);
    },
  );

  it('down, leaves nothing of either', async () => {
    for (const cluster of [docker, secure]) {
      expect((await cluster.run('down', ['--yes'])).exitCode).toBe(0);
      for (const host of cluster.hosts) expect(await cluster.traces(host)).toEqual([]);
    }
  });
});
