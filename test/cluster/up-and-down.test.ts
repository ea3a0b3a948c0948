import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import Docker from 'dockerode';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { down } from '../../src/cluster/down.ts';
import type { Phase } from '../../src/cluster/phases/phase.ts';
import { upPhases } from '../../src/cluster/phases/phases.ts';
import { status } from '../../src/cluster/status.ts';
import { serviceState } from '../../src/cluster/supervision/service-state.ts';
import { up } from '../../src/cluster/up.ts';
import { silentProgress } from '../../src/progress.ts';
import { distribution, layout, spec, tracesOfCluster } from './fixture.ts';
import { OutsideHost } from './outside-host.ts';

const remove = () => down(spec.name, silentProgress(), { keepData: false });
const bringUp = async (phases?: readonly Phase[], signal?: AbortSignal) =>
  up(spec, await distribution(), silentProgress(signal), phases);
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
};

beforeAll(remove);
afterAll(remove);

describe('a port that somebody has', () => {
  it('is named with its owner before anything is changed', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(layout.ports.resourceManagerHttp, '0.0.0.0', resolve));
    try {
      await expect(bringUp()).rejects.toMatchObject({
        code: 'FB-HOST-PORT',
        exit: 4,
        message: expect.stringMatching(new RegExp(`Port ${layout.ports.resourceManagerHttp}.*pid ${process.pid}`)),
      });
    } finally {
      server.close();
    }
    expect((await tracesOfCluster()).filter((trace) => !trace.endsWith(layout.data))).toEqual([]);
  });
});

describe('a cluster from nothing', () => {
  it('has every service up, none of Hadoop’s as root', async () => {
    const cluster = await bringUp();
    expect(cluster.healthy).toBe(true);
    const users = Object.fromEntries(cluster.services.map(({ name, user }) => [name, user]));
    expect(users).toEqual({
      containerd: 'root',
      dockerd: 'root',
      agent: 'root',
      namenode: 'hdfs',
      datanode: 'hdfs',
      resourcemanager: 'yarn',
      nodemanager: 'yarn',
      historyserver: 'spark',
    });
  });

  it('shows its web pages', async () => {
    const { urls } = await status(spec.name);
    for (const url of [
      `${urls.hdfs}/dfshealth.html`,
      `${urls.resourceManager}/cluster`,
      `${urls.nodeManager}/node`,
      urls.historyServer,
    ]) {
      const page = await fetch(url);
      expect(page.status, url).toBe(200);
      expect(await page.text(), url).toContain('<html');
    }
  });

  it('takes no application over REST', async () => {
    const { urls } = await status(spec.name);
    const answer = await fetch(`${urls.resourceManager}/ws/v1/cluster/apps/new-application?user.name=alice`, {
      method: 'POST',
    });
    expect(answer.status).toBe(403);
  });

  it('is found beside another one whose spec nobody can read', async () => {
    const broken = '/etc/firebreak/clusters/fb-broken.yaml';
    await writeFile(broken, 'name: [');
    try {
      expect((await status(spec.name)).name).toBe(spec.name);
    } finally {
      await rm(broken);
    }
  });

  it('again, is quick and restarts nothing', async () => {
    const before = (await status(spec.name)).services.map(({ name, pid }) => [name, pid]);
    expect(await seconds(() => bringUp())).toBeLessThan(15);
    expect((await status(spec.name)).services.map(({ name, pid }) => [name, pid])).toEqual(before);
  });

  it('with another configuration, restarts what reads it and nothing else', async () => {
    const pidOf = async (name: 'namenode' | 'nodemanager') => (await serviceState(layout, name))?.pid;
    const before = [await pidOf('namenode'), await pidOf('nodemanager')];
    const changed = { ...spec, hosts: spec.hosts.map((host) => ({ ...host, vcores: 3 })) };
    await up(changed, await distribution(), silentProgress());
    expect(await pidOf('namenode')).toBe(before[0]);
    expect(await pidOf('nodemanager')).not.toBe(before[1]);
  });

  it('keeps tenants apart, and containers from what is not theirs', async () => {
    const outside = new OutsideHost();
    await outside.start();
    try {
      const near = { nameNode: true, resourceManagerPage: false };
      expect(await containerReach(outside)).toEqual({ ...near, sameTenant: true, otherTenant: false, outside: false });
    } finally {
      await outside.stop();
    }
  });

  it('down, leaves nothing; down again is fine', async () => {
    expect(await seconds(remove)).toBeLessThan(15);
    expect(await tracesOfCluster()).toEqual([]);
    await remove();
  });
});

describe('after kill -9 of the supervisor, the engine and the agent while a container runs', () => {
  it('down leaves nothing', async () => {
    await bringUp();
    await startContainer('tax', 250);
    const runsvdir = Number(await readFile(`${layout.run}/runsvdir.pid`, 'utf8'));
    process.kill(runsvdir, 'SIGKILL');
    for (const name of ['dockerd', 'containerd', 'agent'] as const) {
      const state = await serviceState(layout, name);
      if (state !== undefined) process.kill(state.pid, 'SIGKILL');
    }
    await remove();
    expect(await tracesOfCluster()).toEqual([]);
  });
});

describe('interrupted', () => {
  // What each leaves is what the next finds.
  it.each(upPhases.map(({ name }) => name))(
    'after the phase %s, up stops and leaves what it can go on from',
    async (name) => {
      const controller = new AbortController();
      const reason = new Error('Ctrl-C');
      const phases = interruptAfter(name, () => controller.abort(reason));
      await expect(bringUp(phases, controller.signal)).rejects.toBe(reason);
    },
  );

  it('after every phase, up then converges', async () => {
    expect((await bringUp()).healthy).toBe(true);
  });

  it('and never made whole, down takes all of it', async () => {
    await remove();
    const controller = new AbortController();
    const phases = interruptAfter('Start the engines', () => controller.abort(new Error('Ctrl-C')));
    await expect(bringUp(phases, controller.signal)).rejects.toThrow('Ctrl-C');
    await remove();
    expect(await tracesOfCluster()).toEqual([]);
  });
});

/** The phases of `up`, and a call as soon as the one of that name has ended. */
const interruptAfter = (name: string, interrupt: () => void): Phase[] => {
  const copies = new Map<Phase, Phase>();
  const copy = (phase: Phase): Phase => {
    const known = copies.get(phase);
    if (known !== undefined) return known;
    const made: Phase = {
      name: phase.name,
      after: phase.after.map(copy),
      run: async (plan, progress) => {
        // One that is of no use to this cluster has ended as soon as those before it.
        if (phase.on?.(plan) !== false) await phase.run(plan, progress);
        if (phase.name === name) interrupt();
      },
    };
    copies.set(phase, made);
    return made;
  };
  return upPhases.map(copy);
};

const docker = new Docker({ socketPath: layout.dockerSocket });

const startContainer = async (tenant: string, last: number): Promise<string> => {
  const network = layout.networks.find((candidate) => candidate.tenant === tenant);
  if (network === undefined) throw new Error(`no tenant ${tenant}`);
  const address = network.gateway.replace(/\.1$/, `.${last}`);
  const container = await docker.createContainer({
    name: `reach-${tenant}-${last}`,
    Image: (await distribution()).image.tag,
    Cmd: ['sleep', '600'],
    HostConfig: { NetworkMode: network.network },
    NetworkingConfig: { EndpointsConfig: { [network.network]: { IPAMConfig: { IPv4Address: address } } } },
  });
  await container.start();
  const listener = await container.exec({ Cmd: ['iperf3', '--server', '--daemon', '--port', '5201'] });
  await listener.start({ Detach: true });
  return address;
};

/** What a container of one tenant connects to. */
const containerReach = async (outside: OutsideHost): Promise<Record<string, boolean>> => {
  await startContainer('health', 250);
  const neighbour = await startContainer('health', 251);
  const stranger = await startContainer('tax', 250);
  const connects = async (address: string, port: number): Promise<boolean> => {
    const script = `timeout 3 bash -c '</dev/tcp/${address}/${port}'`;
    const { exitCode } = await execa(
      'docker',
      ['-H', `unix://${layout.dockerSocket}`, 'exec', 'reach-health-250', 'bash', '-c', script],
      { reject: false },
    );
    return exitCode === 0;
  };
  await expect.poll(() => connects(neighbour, 5201), { timeout: 10_000 }).toBe(true);
  return {
    nameNode: await connects(layout.address, layout.ports.nameNodeRpc),
    resourceManagerPage: await connects(layout.address, layout.ports.resourceManagerHttp),
    sameTenant: await connects(neighbour, 5201),
    otherTenant: await connects(stranger, 5201),
    outside: await connects(outside.address, outside.port),
  };
};
