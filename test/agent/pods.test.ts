import { access, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestNode } from './fixture/test-node.ts';
import { until } from './fixture/until.ts';
import { YarnContainer } from './fixture/yarn-container.ts';

let node: TestNode | undefined;
beforeAll(async () => {
  const plugins = await access('/usr/lib/cni/bridge').then(
    () => true,
    () => false,
  );
  if (plugins) node = await TestNode.open({ pods: true });
});
afterAll(() => node?.[Symbol.asyncDispose]());

const here = (context: { skip: (why: string) => never }): TestNode =>
  node ?? context.skip('no CNI plugins on this host (containernetworking-plugins)');

const untilTold = (code: number) => `touch up; while [ ! -e end ]; do sleep 0.1; done; exit ${code}`;
const running = async (on: TestNode, code: number, runtime: 'runc' | 'gvisor') => {
  const container = await YarnContainer.prepare(on, untilTold(code), { runtime });
  const launch = container.launch();
  await container.made('up');
  return { container, launch, code, pid: await container.pid() };
};
const podNames = async (on: TestNode) => (await on.pods?.engine.list({}))?.map(({ name }) => name) ?? [];
const dockerNames = async (on: TestNode) => (await on.engine.containers()).map(({ Names }) => Names[0]?.slice(1));

describe('a node with both engines', () => {
  it('starts each container by the engine of its runtime class, and serves both alike', async (context) => {
    const on = here(context);
    const jobs = [await running(on, 3, 'runc'), await running(on, 4, 'gvisor')];
    const [pod, other] = jobs.map(({ container }) => container.name);
    expect(await podNames(on)).toEqual([pod]);
    expect(await dockerNames(on)).toEqual([other]);
    for (const { container, launch, code } of jobs) {
      expect((await container.signal(0)).code).toBe(0);
      await container.tell('end');
      expect((await launch.ended).code).toBe(code);
      expect((await on.run('--remove-docker-container', container.name)).code).toBe(0);
    }
    expect([...(await podNames(on)), ...(await dockerNames(on))]).toEqual([]);
  });

  it('tells the owner of a pod that took too much memory', async (context) => {
    const container = await YarnContainer.prepare(here(context), 'exec tail /dev/zero', { runtime: 'runc' });
    const { code, stderr } = await container.run();
    expect({ code, told: stderr.includes('FB-CONTAINER-MEMORY') }).toEqual({ code: 247, told: true });
  });

  it('keeps what a pod writes to its own output small', async (context) => {
    const on = here(context);
    const script = `for i in 1 2 3 4; do cat /bin/bash; done; touch written; ${untilTold(0)}`;
    const container = await YarnContainer.prepare(on, script, { runtime: 'runc' });
    const launch = container.launch();
    await container.made('written');
    const size = async () => (await stat(`${on.pods?.logs}/${container.name}/output.log`)).size;
    await expect.poll(size, { timeout: 20_000, interval: 200 }).toBeLessThan(2 ** 20);
    await container.tell('end');
    expect((await launch.ended).code).toBe(0);
    await on.run('--remove-docker-container', container.name);
  });

  it('kills a pod on request', async (context) => {
    const job = await running(here(context), 0, 'runc');
    expect((await job.container.signal(15)).code).toBe(0);
    expect((await job.launch.ended).code).toBe(143);
    expect((await job.container.signal(0)).code).toBe(9);
  });
});

/** The pids limit of all pods together, as the kernel keeps it. */
const pidsOfAll = async (on: TestNode, file: 'max' | 'current'): Promise<string> => {
  const parent = on.pods?.cgroupParent ?? '';
  const folders = [`/sys/fs/cgroup/pids${parent}`, `/sys/fs/cgroup${parent}`];
  const found = await Promise.all(
    folders.map((each) =>
      access(`${each}/pids.max`).then(
        () => each,
        () => undefined,
      ),
    ),
  );
  return `${found.find((each) => each !== undefined)}/pids.${file}`;
};

describe('a node that is used up', () => {
  it.for(['process ids', 'disk'] as const)(
    'of %s: a launch fails with its reason and leaves nothing, others go on, and later ones are right',
    async (what, context) => {
      const on = here(context);
      const job = await running(on, 5, 'runc');
      const giveBack = await (what === 'disk' ? fillDisk(on) : takeProcessIds(on));
      const late = await YarnContainer.prepare(on, 'true', { runtime: 'runc' });
      try {
        const { code, stderr } = await late.run();
        expect(code).toBe(29);
        expect(stderr).toContain('FB-ENGINE-FAILED');
        expect(await podNames(on)).not.toContain(late.name);
      } finally {
        await giveBack();
      }
      await job.container.tell('end');
      expect((await job.launch.ended).code).toBe(5);
      const next = await YarnContainer.prepare(on, 'exit 3', { runtime: 'runc' });
      expect((await next.run()).code).toBe(3);
      for (const { name } of [job.container, next]) await on.run('--remove-docker-container', name);
    },
  );
});

const takeProcessIds = async (on: TestNode) => {
  const limit = await pidsOfAll(on, 'max');
  await writeFile(limit, (await readFile(await pidsOfAll(on, 'current'), 'utf8')).trim());
  return () => writeFile(limit, 'max');
};

/** The whole of the file system that containerd keeps its containers on, which is a small one of the test's own. */
const fillDisk = async (on: TestNode) => {
  const file = `${on.pods?.root}/filler`;
  await execa('dd', ['if=/dev/zero', `of=${file}`, 'bs=64k'], { reject: false });
  return () => rm(file);
};

describe('kill -9', () => {
  it('of the agent: it finds the pods again, and every launch ends right', async (context) => {
    const on = here(context);
    const jobs = await Promise.all([5, 6, 7].map((code) => running(on, code, code === 7 ? 'gvisor' : 'runc')));
    await on.agent.end('SIGKILL');
    await on.startAgent();
    for (const { container } of jobs) await container.tell('end');
    for (const { launch, container, code } of jobs) {
      expect((await launch.ended).code).toBe(code);
      expect(await container.exitCodeFile()).toBe(`${code}\n`);
    }
  });

  it('of an agent that made a disk: the next one removes the disks of containers that are no more', async (context) => {
    const on = here(context);
    const job = await running(on, 0, 'runc');
    const disks = on.pods?.disks ?? '';
    await on.agent.end('SIGKILL');
    await mkdir(disks, { recursive: true });
    for (const name of ['gone', job.container.name]) await writeFile(`${disks}/${name}.ext4`, '');
    await on.startAgent();
    expect(await readdir(disks)).toEqual([`${job.container.name}.ext4`]);
    await job.container.tell('end');
    expect((await job.launch.ended).code).toBe(0);
    await on.run('--remove-docker-container', job.container.name);
    expect(await readdir(disks)).toEqual([]);
  });

  it('of containerd: pods run on, and launches end right, also of one that ended meanwhile', async (context) => {
    const on = here(context);
    const [late, meanwhile] = [await running(on, 5, 'runc'), await running(on, 6, 'runc')];
    await on.pods?.daemon.end('SIGKILL');
    await meanwhile.container.tell('end');
    await delay(500);
    await on.pods?.start();
    await late.container.tell('end');
    expect((await late.launch.ended).code).toBe(5);
    expect((await meanwhile.launch.ended).code).toBe(6);
  });

  it('of a pod’s shim: the launch fails, and removing the pod leaves no process', async (context) => {
    const on = here(context);
    const job = await running(on, 0, 'runc');
    process.kill(await shimOf(job.pid), 'SIGKILL');
    expect((await job.launch.ended).code).not.toBe(0);
    await on.run('--remove-docker-container', job.container.name);
    expect(await podNames(on)).not.toContain(job.container.name);
    await until('end of the pod’s process', async () => !(await lives(job.pid)));
  });
});

/** The shim is the parent of the container's first process. */
const shimOf = async (pid: number): Promise<number> => {
  const shim = Number(/^PPid:\t(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
  expect(await readFile(`/proc/${shim}/cmdline`, 'utf8')).toContain('containerd-shim-runc-v2');
  return shim;
};

const lives = async (pid: number): Promise<boolean> =>
  !(await execa('kill', ['-0', String(pid)], { reject: false })).failed;
