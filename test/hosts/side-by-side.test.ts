import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ClusterOfHosts, rightAnswer } from './cluster-of-hosts.ts';
import { downLeavesNothing } from './down-leaves-nothing.ts';
import { giveSoftware } from './give-software.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

let set: TestHosts;
let docker: ClusterOfHosts;
let secure: ClusterOfHosts;

beforeAll(async () => {
  set = await startHosts(3, { prefix: 'fbss', network: '172.27.244' });
  await giveSoftware(set);
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

const run = (cluster: ClusterOfHosts) => {
  const gate = cluster.gate('alice', 'beside');
  const ended = cluster.shuffle('analysts', 'alice', 'beside', { words: [gate.path], executors: 2 });
  return { gate, ended };
};

describe('the pair of examples on the same three hosts', () => {
  let long: ReturnType<typeof run>;

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
    // It outlives what the next two tests do.
    long = run(secure);
    const short = run(docker);
    const runtimes = async () =>
      Promise.all(
        [docker, secure].map(async (cluster) => {
          const { containers } = await cluster.status();
          return containers.map(({ runtime }) => runtime);
        }),
      );
    const three = (runtime: string) => Array(3).fill(runtime);
    await expect.poll(runtimes, { timeout: 120_000, interval: 2000 }).toEqual([three('runc'), three('gvisor')]);
    await short.gate.open();
    await short.ended;
    expect(await docker.answer('alice', 'beside')).toEqual(rightAnswer());
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

  it('loses one under the running application of the other, which goes on, and nothing of the one is left', async () => {
    const containers = async () =>
      (await secure.status()).containers.filter(({ status }) => status === 'running').map(({ name }) => name);
    const before = await containers();
    expect(before).toHaveLength(3);
    await downLeavesNothing(docker);
    expect(await containers()).toEqual(before);
    await long.gate.open();
    await long.ended;
    expect(await secure.answer('alice', 'beside')).toEqual(rightAnswer());
    expect((await secure.status()).healthy).toBe(true);
    expect((await secure.run('plan')).all).toContain('nothing to do');
  });

  it('down, leaves nothing of the other either', () => downLeavesNothing(secure));
});
