import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { clientOf, hdfsOf, hdfsUri } from '../../src/bench/spark/client.ts';
import { observed } from '../../src/bench/spark/observed.ts';
import { submitAndWait } from '../../src/bench/spark/submit.ts';
import { type WebHdfs, webHdfs } from '../../src/bench/spark/webhdfs.ts';
import { type ContainerStatus, enginesOf } from '../../src/cluster/container-status.ts';
import { down } from '../../src/cluster/down.ts';
import { layoutOf } from '../../src/cluster/layout.ts';
import { clusterSpec } from '../../src/cluster/spec.ts';
import { status } from '../../src/cluster/status.ts';
import { up } from '../../src/cluster/up.ts';
import { installDistribution } from '../../src/distribution/install.ts';
import { silentProgress } from '../../src/progress.ts';
import { tracesOf } from '../cluster/fixture.ts';
import { kataToTest, noKata } from '../engines/fixture/targets.ts';
import { tracesOfVms } from './fixture/traces.ts';

const minutes = 60_000;
const user = 'fb-kate';
const grantedMiB = 1024;

/** A cluster whose only tenant runs in nothing weaker than a virtual machine. */
const spec = clusterSpec.parse({
  name: 'katatest',
  hosts: [{ memoryMiB: 5376 }],
  tenants: { secret: { users: [user], runtime: 'kata', minimum: 'kata' } },
  runtimes: { kata: kataToTest },
  network: { subnet: '172.31.112.0/20' },
  ports: { offset: 8500 },
});
const layout = layoutOf(spec);
const distribution = () => installDistribution(spec.distribution, silentProgress());

const settings = {
  'spark.driver.memory': '640m',
  'spark.driver.memoryOverhead': '384m',
  'spark.executor.memory': '640m',
  'spark.executor.memoryOverhead': '384m',
  'spark.executor.instances': '2',
  'spark.executor.cores': '1',
  'spark.scheduler.minRegisteredResourcesRatio': '1.0',
  'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
  'spark.executor.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
  'spark.yarn.maxAppAttempts': '1',
};

const pass = z.object({ sums: z.array(z.tuple([z.int(), z.int()])), runs: z.int() });
const told = z.object({
  driver: observed.extend({ processors: z.int(), localDirs: z.string() }),
  executors: z.array(observed),
  first: pass,
  second: pass,
});

let missing: string | undefined;
let before: string[];
beforeAll(async () => {
  missing = await noKata();
  if (missing !== undefined) return;
  await down(spec.name, silentProgress(), { keepData: false });
  before = await tracesOfVms();
});
afterAll(async () => {
  if (missing === undefined) await down(spec.name, silentProgress(), { keepData: false });
});

describe('a Spark application of a tenant whose floor is kata', () => {
  it('runs each of its containers in a VM, and its tasks again when one is killed', {
    timeout: 45 * minutes,
  }, async (context) => {
    if (missing !== undefined) context.skip(missing);
    expect((await up(spec, await distribution(), silentProgress())).healthy).toBe(true);
    const hdfs = hdfsOf(layout, new AbortController().signal);
    const home = `/user/${user}`;
    const application = submit(home);
    await Promise.race([until(hdfs, home, 'result.started'), application.then(() => undefined)]);

    const { containers } = await status(spec.name);
    expect(containers).toHaveLength(3);
    for (const { runtime, engine, tenant, status: state, kernel, emulated, granted, address } of containers) {
      expect({ runtime, engine, tenant, state }).toEqual({
        ...{ runtime: 'kata', engine: 'cri', tenant: 'secret', state: 'running' },
      });
      expect(kernel).not.toBe(release());
      expect(emulated ?? false).toBe(kataToTest.emulated);
      expect(granted).toEqual({ memoryBytes: grantedMiB * 2 ** 20, vcores: 1 });
      expect(address).toMatch(/^172\.31\.113\./);
    }
    const machines = await Promise.all(containers.map(vmmOf));
    expect(new Set(machines).size).toBe(3);

    const victim = containers.find(({ name }) => !name.endsWith('_000001'));
    if (victim === undefined) throw new Error('there is no executor');
    process.kill(await vmmOf(victim), 'SIGKILL');
    await expect
      .poll(async () => (await status(spec.name)).containers.find(({ name }) => name === victim.name)?.status, {
        timeout: 5 * minutes,
        interval: 1000,
      })
      .not.toBe('running');
    await hdfs.writeText('', `${home}/gate`);

    await application;
    const { driver, executors, first, second } = told.parse(JSON.parse(await hdfs.readText(`${home}/result`)));
    expect(first.sums).toEqual(sums);
    expect(second.sums).toEqual(sums);
    expect(first.runs).toBe(4);
    expect(second.runs).toBeGreaterThan(4);
    expect(executors).toHaveLength(2);
    for (const { kernel, cpus, memoryBytes, memoryLimitBytes } of [driver, ...executors]) {
      expect(kernel).not.toBe(release());
      expect(cpus).toBe(1);
      expect(memoryLimitBytes).toBe(grantedMiB * 2 ** 20);
      expect(memoryBytes).toBeLessThanOrEqual((grantedMiB + spec.runtimes.kata.guestMiB) * 2 ** 20);
    }
    expect(driver.processors).toBe(1);
    const { scratch } = kataToTest.options;
    const shared = expect.stringContaining(`${layout.yarnLocal}/usercache/${user}/`);
    expect(driver.localDirs).toEqual({ shared, memory: '/tmp', block: '/mnt/scratch' }[scratch]);
  });

  it('leaves nothing', { timeout: 10 * minutes }, async (context) => {
    if (missing !== undefined) context.skip(missing);
    await expect
      .poll(async () => (await status(spec.name)).containers, { timeout: 2 * minutes, interval: 1000 })
      .toEqual([]);
    // What a shim leaves to init is reaped a moment later.
    await expect.poll(tracesOfVms, { timeout: 20_000 }).toEqual(before);
    await down(spec.name, silentProgress(), { keepData: false });
    expect(await tracesOf(spec)).toEqual([]);
  });
});

/** Of 0 to 3999, by their last digit. */
const sums = Array.from({ length: 10 }, (_, digit) => [digit, 400 * digit + 10 * ((399 * 400) / 2)]);

const submit = async (home: string): Promise<string> => {
  const owned = webHdfs({
    nameNode: `http://${layout.address}:${layout.ports.nameNodeHttp}`,
    user,
    signal: new AbortController().signal,
    addressOf: () => layout.address,
  });
  const observe = fileURLToPath(new URL('../../src/bench/spark/observe.py', import.meta.url));
  await owned.upload(observe, `${home}/observe.py`);
  await owned.upload(fileURLToPath(new URL('jobs/add_twice.py', import.meta.url)), `${home}/add_twice.py`);
  const client = await clientOf({ layout, distribution: await distribution(), user });
  const uri = (name: string) => hdfsUri(layout, `${home}/${name}`);
  return submitAndWait(
    client,
    {
      name: 'add_twice',
      arguments: [
        ...Object.entries(settings).flatMap(([name, value]) => ['--conf', `${name}=${value}`]),
        ...['--files', uri('observe.py'), uri('add_twice.py'), uri('result'), uri('gate')],
      ],
      timeoutSeconds: 40 * 60,
      describe: async () => '',
    },
    silentProgress(),
  );
};

const until = async (hdfs: WebHdfs, folder: string, name: string): Promise<void> => {
  const there = async () => (await hdfs.list(folder)).some((file) => file.name === name);
  await expect.poll(there, { timeout: 30 * minutes, interval: 1000 }).toBe(true);
};

/** Pid of the program that runs a container's virtual machine. */
const vmmOf = async ({ name }: ContainerStatus): Promise<number> => {
  const { pid = 0 } = (await enginesOf({ spec, layout }).get('cri')?.inspect(name)) ?? {};
  expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).toMatch(/qemu|cloud-hypervisor/);
  return pid;
};
