import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { release, tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { prepareTpch } from '../../src/bench/suites/tpch/prepare.ts';
import { runTpch } from '../../src/bench/suites/tpch/run.ts';
import type { ContainerStatus } from '../../src/cluster/container-status.ts';
import { down } from '../../src/cluster/down.ts';
import { layoutOf } from '../../src/cluster/layout.ts';
import { clusterSpec } from '../../src/cluster/spec.ts';
import { status } from '../../src/cluster/status.ts';
import { serviceFolder } from '../../src/cluster/supervision/service-folder.ts';
import { serviceState } from '../../src/cluster/supervision/service-state.ts';
import { up } from '../../src/cluster/up.ts';
import { installDistribution } from '../../src/distribution/install.ts';
import { installTpchgen } from '../../src/distribution/tpchgen.ts';
import { silentProgress } from '../../src/progress.ts';
import { noGvisorPods, runscToTest } from '../engines/fixture/targets.ts';
import { tracesOf } from './fixture.ts';

const noGvisor = await noGvisorPods();
/** A cluster whose plain containers are pods of containerd's CRI, and those in gVisor too where that can be. */
const spec = clusterSpec.parse({
  name: 'critest',
  runtimes: {
    runc: { engine: 'cri' },
    ...(noGvisor === undefined ? { gvisor: { engine: 'cri', binary: await runscToTest() } } : {}),
  },
  tenants: { tax: { users: ['bob'], runtime: 'runc' } },
  network: { subnet: '172.31.96.0/20' },
  ports: { offset: 7500 },
});
const layout = layoutOf(spec);
const distribution = () => installDistribution(spec.distribution, silentProgress());
const remove = () => down(spec.name, silentProgress(), { keepData: false });

let folder: string;
beforeAll(async () => {
  await remove();
  deadBefore = await deadSockets();
  folder = await mkdtemp(`${tmpdir()}/firebreak-cri-`);
});
afterAll(async () => {
  await remove();
  await rm(folder, { recursive: true, force: true });
});

/** Sockets of shims that nobody listens on any more. */
const deadSockets = async (): Promise<string[]> => {
  const names = await readdir('/run/containerd/s').catch((): string[] => []);
  const listening = await readFile('/proc/net/unix', 'utf8');
  return names.filter((name) => !listening.includes(`/run/containerd/s/${name}`));
};
let deadBefore: string[];

describe('a cluster whose containers are pods', () => {
  it('comes up, and a second time restarts nothing', async () => {
    const first = await up(spec, await distribution(), silentProgress());
    expect(first.healthy).toBe(true);
    expect(first.runtimes.map(({ name, engine }) => `${name} by ${engine}`)).toEqual([
      'runc by cri',
      `gvisor by ${noGvisor === undefined ? 'cri' : 'docker'}`,
    ]);
    const second = await up(spec, await distribution(), silentProgress());
    const pids = (services: typeof first.services) => services.map(({ name, pid }) => [name, pid]);
    expect(pids(second.services)).toEqual(pids(first.services));
  });

  it('answers all 22 TPC-H queries as DuckDB does, survives kill -9 of containerd, and shows its pods', async () => {
    const tpchgen = await installTpchgen(silentProgress());
    const data = await prepareTpch({ scaleFactor: 0.01, tpchgen, directory: folder }, silentProgress());
    const run = { spec, layout, distribution: await distribution(), user: 'bob', runtimes: ['runc'], data };
    const outcome = runTpch(run, silentProgress());
    const pods = await Promise.race([runningPods(2), outcome.then(() => [])]);
    expect(pods.map(({ engine, runtime, tenant, user }) => ({ engine, runtime, tenant, user }))).toEqual(
      pods.map(() => ({ engine: 'cri', runtime: 'runc', tenant: 'tax', user: 'bob' })),
    );
    for (const { address, kernel, granted, used } of pods) {
      expect(address).toMatch(/^172\.31\.97\./);
      expect(kernel).toBe(release());
      expect(granted?.memoryBytes).toBeGreaterThan(2 ** 28);
      expect(used?.memoryBytes).toBeLessThanOrEqual(granted?.memoryBytes ?? 0);
    }
    const containerd = await serviceState(layout, 'containerd');
    process.kill(containerd?.pid ?? 0, 'SIGKILL');
    const { queries } = await outcome;
    expect(queries).toHaveLength(22);
    expect(queries.filter(({ correct }) => !correct)).toEqual([]);
  });

  it('answers them in gVisor too', async (context) => {
    if (noGvisor !== undefined) context.skip(noGvisor);
    const tpchgen = await installTpchgen(silentProgress());
    const data = await prepareTpch({ scaleFactor: 0.01, tpchgen, directory: folder }, silentProgress());
    const run = { spec, layout, distribution: await distribution(), user: 'bob', runtimes: ['gvisor'], data };
    const outcome = runTpch(run, silentProgress());
    const pods = await Promise.race([runningPods(2), outcome.then(() => [])]);
    expect(pods.map(({ engine, runtime }) => ({ engine, runtime }))).toEqual(
      pods.map(() => ({ engine: 'cri', runtime: 'gvisor' })),
    );
    for (const { kernel } of pods) expect(kernel).not.toBe(release());
    const { queries } = await outcome;
    expect(queries.filter(({ correct }) => correct)).toHaveLength(22);
  });

  it('reports its node unhealthy to YARN, with the reason, while an engine is gone', async () => {
    await execa('sv', ['down', serviceFolder(layout, 'containerd')]);
    await expect.poll(nodeState, { timeout: 90_000, interval: 1000 }).toMatch(/^UNHEALTHY .*an engine does not answer/);
    await execa('sv', ['up', serviceFolder(layout, 'containerd')]);
    await expect.poll(nodeState, { timeout: 90_000, interval: 1000 }).toMatch(/^RUNNING/);
  });

  it('goes down and leaves nothing', async () => {
    await remove();
    expect(await tracesOf(spec)).toEqual([]);
    expect((await deadSockets()).filter((name) => !deadBefore.includes(name))).toEqual([]);
    const results = await readdir('/var/lib/cni/results').catch((): string[] => []);
    expect(results.filter((name) => name.includes(spec.name))).toEqual([]);
  });
});

/** What `status` says of the pods once at least `count` of them run. */
const runningPods = async (count: number): Promise<ContainerStatus[]> => {
  for (;;) {
    const { containers } = await status(spec.name);
    const running = containers.filter((container) => container.status === 'running');
    if (running.length >= count) return running;
    await delay(500);
  }
};

const nodes = z.object({
  nodes: z.object({ node: z.array(z.object({ state: z.string(), healthReport: z.string() })) }),
});

/** State and health report of the only node, as the ResourceManager has them. */
const nodeState = async (): Promise<string> => {
  const url = `http://${layout.address}:${layout.ports.resourceManagerHttp}/ws/v1/cluster/nodes`;
  const answer = nodes.parse(await (await fetch(url, { headers: { accept: 'application/json' } })).json());
  return answer.nodes.node.map(({ state, healthReport }) => `${state} ${healthReport}`).join('\n');
};
