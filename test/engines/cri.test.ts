import { access, mkdtemp, rm } from 'node:fs/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ContainerSpec } from '../../src/engines/engine.ts';
import { Containerd, network } from './fixture/containerd.ts';
import { image, programs } from './fixture/image.ts';

let at: string;
let containerd: Containerd | undefined;

beforeAll(async () => {
  const usable = await access('/usr/lib/cni/bridge').then(
    () => true,
    () => false,
  );
  if (!usable) return;
  at = await mkdtemp('/var/tmp/firebreak-cri-');
  containerd = await Containerd.open(at, 64, { '/tmp': 'rw,exec,nosuid,nodev,mode=1777,size=16m' });
  await execa('tar', [
    '--create',
    '--dereference',
    '--file',
    `${at}/root.tar`,
    '--directory',
    '/',
    ...(await programs()),
  ]);
  await containerd.importImage(image, `${at}/root.tar`);
});
afterAll(async () => {
  await containerd?.close();
  if (at !== undefined) await rm(at, { recursive: true, force: true });
});

let count = 0;
const specOf = (script: string): ContainerSpec => {
  const last = ++count + 9;
  return {
    name: `container_1_0001_01_${String(last).padStart(6, '0')}`,
    image,
    command: ['bash', '-c', script],
    environment: { GREETING: 'hello' },
    user: { uid: 12345, gid: 12345, groups: [12346] },
    workingDirectory: '/tmp',
    hostname: `ip-172-20-0-${last}`,
    network,
    address: `172.20.0.${last}`,
    runtimeHandler: 'runc',
    mounts: [],
    tmpfs: {},
    memoryBytes: 128 * 2 ** 20,
    cpus: 1,
    pidsLimit: 64,
    labels: { 'io.firebreak.cluster': 'cri-test' },
  };
};

const engineOf = (context: { skip: (reason: string) => never }) =>
  containerd?.engine ?? context.skip('no CNI plugins on this host (containernetworking-plugins)');

it('a pod is hardened, has the address asked for, and gives its exit code', async (context) => {
  const engine = engineOf(context);
  const script =
    'cat /proc/self/status; id; hostname; echo $GREETING; cat /proc/net/fib_trie; touch /x; touch /tmp/x && echo scratch; cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max; exit 7';
  const spec = specOf(script);
  const started = await engine.run(spec);
  expect(started).toMatchObject({ name: spec.name, address: spec.address, labels: spec.labels });
  expect(started.image).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await engine.wait(spec.name)).toEqual({ code: 7, oomKilled: false });
  const said = await engine.tail(spec.name, 1000);
  for (const set of ['CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) expect(said).toMatch(new RegExp(`^${set}:\t0+$`, 'm'));
  expect(said).toMatch(/^NoNewPrivs:\t1$/m);
  expect(said).toMatch(/^Seccomp:\t2$/m);
  expect(said).toContain('uid=12345 gid=12345 groups=12345,12346');
  for (const part of [spec.hostname, 'hello', spec.address, 'scratch', 'Read-only file system', '\n64\n'])
    expect(said).toContain(part);
  expect(await engine.remove(spec.name)).toBe(true);
  expect(await engine.remove(spec.name)).toBe(false);
  expect(await engine.inspect(spec.name)).toBeUndefined();
});

it('signals end a pod, memory beyond the limit too, and a name is used once', async (context) => {
  const engine = engineOf(context);
  const asked = specOf('exec sleep 300');
  await engine.run(asked);
  await expect(engine.run(asked)).rejects.toMatchObject({ code: 'FB-ENGINE-FAILED' });
  expect((await engine.exec(asked.name, ['bash', '-c', 'echo $GREETING; exit 3'])).code).toBe(3);
  expect(await engine.signal(asked.name, 'SIGTERM')).toBe(true);
  expect((await engine.wait(asked.name)).code).toBe(143);
  expect(await engine.signal(asked.name, 'SIGTERM')).toBe(false);
  const greedy = specOf('exec tail /dev/zero');
  await engine.run(greedy);
  expect(await engine.wait(greedy.name)).toEqual({ code: 137, oomKilled: true });
  for (const { name } of [asked, greedy]) await engine.remove(name);
});

it('a wait outlives a containerd that is killed', async (context) => {
  const engine = engineOf(context);
  const spec = specOf('sleep 4; exit 5');
  await engine.run(spec);
  const ended = engine.wait(spec.name);
  await containerd?.daemon.end('SIGKILL');
  await containerd?.start();
  expect((await ended).code).toBe(5);
  expect(await engine.list({ 'io.firebreak.cluster': 'cri-test' })).toHaveLength(1);
  await engine.remove(spec.name);
});
