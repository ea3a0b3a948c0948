import { readdir, stat } from 'node:fs/promises';
import { release } from 'node:os';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../../src/engines/engine.ts';
import { image, kataToTest, layerless, type Opened, openFolder, pidsLimit, targets, tmpfs } from './fixture/targets.ts';

const { startSeconds } = kataToTest;

/** The suite of every engine, with every runtime class it has: what an engine is to the agent. */
describe.each(targets)('$engine with $runtime', (target) => {
  let opened: Opened | undefined;
  let reason: string | undefined;
  let archive = '';
  const cleanUps: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    reason = await target.missing();
    if (reason !== undefined) return;
    const folder = await openFolder();
    cleanUps.unshift(() => folder.remove());
    opened = await target.open(folder.at);
    archive = `${folder.at}/root.tar`;
    const { close } = opened;
    cleanUps.unshift(() => close());
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });

  const here = (context: { skip: (why: string) => never }): Opened => opened ?? context.skip(reason ?? 'not there');
  let count = 0;
  const specOf = ({ network, prefix }: Opened, script: string): ContainerSpec => {
    const last = ++count + 9;
    return {
      name: `container_1_0001_01_${String(last).padStart(6, '0')}`,
      image,
      command: ['bash', '-c', script],
      environment: { GREETING: 'hello' },
      user: { uid: 12345, gid: 12345, groups: [12346] },
      workingDirectory: '/',
      hostname: `ip-${prefix.replaceAll('.', '-')}-${last}`,
      network,
      address: `${prefix}.${last}`,
      runtimeHandler: target.handler,
      mounts: [],
      tmpfs,
      memoryBytes: target.memoryMiB * 2 ** 20,
      ...(target.machineMiB === undefined ? {} : { machine: { memoryMiB: target.machineMiB, vcpus: 1, startSeconds } }),
      cpus: 1,
      pidsLimit: target.runtime === 'gvisor' ? pidsLimit + 256 : pidsLimit,
      runsInSandbox: target.runtime === 'gvisor',
      labels: { 'io.firebreak.cluster': 'engine-test', 'io.firebreak.runtime': target.runtime },
    };
  };
  const shared = target.runtime === 'runc';

  it('runs a program as asked, and gives its exit code', async (context) => {
    const open = here(context);
    const script =
      'id; hostname; echo $GREETING; cat /proc/net/fib_trie; touch /x || echo sealed; touch /tmp/x && echo scratch; exit 7';
    const spec = specOf(open, script);
    const started = await open.engine.run(spec);
    expect(started).toMatchObject({ name: spec.name, address: spec.address, labels: spec.labels });
    expect(started.image).toMatch(/^sha256:[0-9a-f]{64}$/);
    const [sum] = (await execa('sha256sum', [archive])).stdout.split(' ');
    expect(await open.engine.imageLayers(spec.name)).toEqual([`sha256:${sum}`]);
    expect(await open.engine.wait(spec.name)).toEqual({ code: 7, oomKilled: false });
    const said = await open.engine.tail(spec.name, 1000);
    const parts = ['uid=12345 gid=12345 groups=12345,12346', spec.hostname, 'hello', 'sealed', 'scratch'];
    for (const part of [...parts, ...(shared ? [spec.address] : [])]) expect(said).toContain(part);
    expect(await open.engine.remove(spec.name)).toBe(true);
    expect(await open.engine.remove(spec.name)).toBe(false);
    expect(await open.engine.inspect(spec.name)).toBeUndefined();
  });

  it('takes every privilege away', async (context) => {
    const open = here(context);
    const spec = specOf(open, 'cat /proc/self/status; cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max');
    await open.engine.run(spec);
    await open.engine.wait(spec.name);
    const said = await open.engine.tail(spec.name, 1000);
    for (const set of ['CapPrm', 'CapEff', 'CapBnd']) expect(said).toMatch(new RegExp(`^${set}:\t0+$`, 'm'));
    if (shared) {
      expect(said).toMatch(/^NoNewPrivs:\t1$/m);
      expect(said).toMatch(/^Seccomp:\t2$/m);
      expect(said).toContain(`\n${pidsLimit}\n`);
    }
    await open.engine.remove(spec.name);
  });

  it('gives a kernel of its own to a class that has one', async (context) => {
    const open = here(context);
    const spec = specOf(open, 'exec sleep 300');
    await open.engine.run(spec);
    const { stdout } = await open.engine.exec(spec.name, ['uname', '-r']);
    expect(stdout.trim() === release()).toBe(shared);
    expect((await open.engine.exec(spec.name, ['bash', '-c', 'exit 3'])).code).toBe(3);
    await open.engine.remove(spec.name);
  });

  it('ends one by a signal, by its memory limit, and uses a name once', async (context) => {
    const open = here(context);
    const asked = specOf(open, 'exec sleep 300');
    await open.engine.run(asked);
    await expect(open.engine.run(asked)).rejects.toMatchObject({ code: 'FB-ENGINE-FAILED' });
    expect(await open.engine.signal(asked.name, 'SIGTERM')).toBe(true);
    // Kata's agent sends SIGKILL in the place of a SIGTERM that the program does not handle.
    expect((await open.engine.wait(asked.name)).code).toBe(target.runtime === 'kata' ? 137 : 143);
    expect(await open.engine.signal(asked.name, 'SIGTERM')).toBe(false);
    const greedy = specOf(open, 'exec tail /dev/zero');
    await open.engine.run(greedy);
    expect((await open.engine.wait(greedy.name)).code).not.toBe(0);
    for (const { name } of [asked, greedy]) await open.engine.remove(name);
  });

  it('leaves nothing of a container that does not start', async (context) => {
    const open = here(context);
    const other = specOf(open, 'exec sleep 300');
    await open.engine.run(other);
    // The engine notices the first before it makes anything of the container, the second when it starts it.
    const late = target.engine === 'docker' ? { address: other.address } : { command: ['/no/such/program'] };
    const wrongs = [
      { change: { image: 'docker.io/firebreak/none:1' }, code: 'FB-ENGINE-IMAGE' },
      { change: late, code: 'FB-ENGINE-FAILED' },
    ];
    for (const { change, code } of wrongs) {
      const spec = { ...specOf(open, 'true'), ...change };
      await expect(open.engine.run(spec)).rejects.toMatchObject({ code });
      expect(await open.engine.inspect(spec.name)).toBeUndefined();
    }
    await open.engine.remove(other.name);
  });

  it('starts no container whose disk cannot be made', async (context) => {
    const open = here(context);
    if (target.engine !== 'cri' || target.runtime === 'gvisor') context.skip('it boots no machine');
    const disk = { target: '/mnt/scratch', bytes: 1 };
    const machine = { memoryMiB: target.machineMiB ?? 0, vcpus: 1, startSeconds, disk };
    const spec = { ...specOf(open, 'true'), machine };
    await expect(open.engine.run(spec)).rejects.toMatchObject({ code: 'FB-ENGINE-DISK' });
    expect(await open.engine.inspect(spec.name)).toBeUndefined();
    expect(await readdir(open.disks ?? '')).toEqual([]);
  });

  it('gives no machine with a disk of its own to an image without layers, and leaves nothing', async (context) => {
    const open = here(context);
    if (target.engine !== 'cri') context.skip('it boots no machine');
    const disk = { target: '/mnt/scratch', bytes: 2 ** 30 };
    const machine = { memoryMiB: target.machineMiB ?? 0, vcpus: 1, startSeconds, disk };
    const spec = { ...specOf(open, 'true'), image: layerless, machine };
    await expect(open.engine.run(spec)).rejects.toMatchObject({
      code: 'FB-ENGINE-IMAGE',
      message: expect.stringContaining('has no layers'),
    });
    expect(await open.engine.inspect(spec.name)).toBeUndefined();
    expect(await open.engine.list({ 'io.firebreak.cluster': 'engine-test' })).toEqual([]);
    expect(await readdir(open.disks ?? '').catch(() => [])).toEqual([]);
  });

  it('gives a machine a disk of its own, and keeps nothing of it', async (context) => {
    const open = here(context);
    if (target.engine !== 'cri' || target.runtime === 'gvisor') context.skip('it boots no machine');
    if (target.runtime === 'kata' && kataToTest.options.scratch !== 'block')
      context.skip('options.scratch is not block');
    const disk = { target: '/mnt/scratch', bytes: 2 ** 30 };
    const script =
      'cat /proc/mounts; [ -O /mnt/scratch ] && echo owned; cat /usr/bin/bash >/mnt/scratch/file && echo wrote; echo done; exec sleep 300';
    const spec = {
      ...specOf(open, script),
      machine: { memoryMiB: target.machineMiB ?? 0, vcpus: 1, startSeconds, disk },
    };
    await open.engine.run(spec);
    const file = await stat(`${open.disks}/${spec.name}.ext4`);
    expect({ size: file.size, mode: file.mode & 0o777, uid: file.uid }).toEqual({ size: 2 ** 30, mode: 0o600, uid: 0 });
    await expect.poll(() => open.engine.tail(spec.name, 1000), { timeout: 60_000 }).toMatch(/^done$/m);
    const said = await open.engine.tail(spec.name, 1000);
    if (target.runtime === 'kata') {
      for (const part of [/^\/dev\/\S+ \/mnt\/scratch ext4 rw/m, /^owned$/m, /^wrote$/m]) expect(said).toMatch(part);
    } else {
      // What stands for it is nothing that a container could write to.
      expect(said).not.toContain('wrote');
    }
    expect(await open.engine.remove(spec.name)).toBe(true);
    expect(await readdir(open.disks ?? '')).toEqual([]);
    expect((await volumes()).filter((path) => path.startsWith(`${open.disks}/`))).toEqual([]);
  });

  it('lets a wait outlive the engine, and finds its containers again', async (context) => {
    const open = here(context);
    const spec = specOf(open, 'until [ -e /tmp/end ]; do sleep 0.1; done; exit 5');
    await open.engine.run(spec);
    const ended = open.engine.wait(spec.name);
    await open.crash();
    await open.engine.exec(spec.name, ['touch', '/tmp/end']);
    expect((await ended).code).toBe(5);
    expect((await open.engine.list({ 'io.firebreak.cluster': 'engine-test' })).map(({ name }) => name)).toEqual([
      spec.name,
    ]);
    await open.engine.remove(spec.name);
  });
});

/** Paths that Kata's shims would take for block devices. */
const volumes = async (): Promise<string[]> => {
  const names = await readdir('/run/kata-containers/shared/direct-volumes').catch((): string[] => []);
  return names.map((name) => Buffer.from(name, 'base64url').toString());
};
