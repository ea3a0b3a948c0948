import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processStatus } from './fixture/left-behind.ts';
import { TestNode } from './fixture/test-node.ts';
import { YarnContainer } from './fixture/yarn-container.ts';

let node: TestNode;
beforeAll(async () => {
  node = await TestNode.open();
});
afterAll(() => node[Symbol.asyncDispose]());

/** A job that runs until the test makes the file `end` in its work folder, then exits with `code`. */
const untilTold = (code: number) => `touch up; while [ ! -e end ]; do sleep 0.1; done; exit ${code}`;

const running = async (code: number, runtime: 'runc' | 'gvisor') => {
  const container = await YarnContainer.prepare(node, untilTold(code), { runtime });
  const launch = container.launch();
  await container.made('up');
  const pid = await container.pid();
  return { container, launch, code, pid };
};

describe('an agent that is killed', () => {
  it('finds its containers again: ten launches end right, also where the launcher is gone', async () => {
    const jobs = await Promise.all(
      Array.from({ length: 10 }, (_, index) => running(index, index < 8 ? 'runc' : 'gvisor')),
    );
    await node.agent.end('SIGKILL');
    const [orphan, early, ...others] = jobs;
    if (orphan === undefined || early === undefined) throw new Error('no jobs');
    process.kill(orphan.launch.pid, 'SIGKILL');
    // It ends while nobody is there to see it.
    await early.container.tell('end');
    await node.startAgent();
    for (const { container } of [orphan, ...others]) await container.tell('end');
    for (const { launch, code } of [early, ...others]) expect((await launch.ended).code).toBe(code);
    for (const { container, code } of jobs) expect(await container.exitCodeFile()).toBe(`${code}\n`);
    for (const { container, pid } of jobs) expect(await container.pid(), container.name).toBe(pid);
  });

  it('gives no address to a second container', async () => {
    const first = await running(0, 'runc');
    await node.agent.end('SIGKILL');
    await node.startAgent();
    const second = await running(0, 'runc');
    const addresses: string[] = [];
    for (const { container } of [first, second]) {
      const format = '{{range(.NetworkSettings.Networks)}}{{.IPAddress}},{{end}}{{.Config.Hostname}}';
      addresses.push((await node.run('--inspect-docker-container', `--format=${format}`, container.name)).stdout);
    }
    expect(new Set(addresses).size).toBe(2);
    for (const { container, launch } of [first, second]) {
      await container.tell('end');
      expect((await launch.ended).code).toBe(0);
    }
  });
});

describe('a container that has ended', () => {
  it('is removed where the NodeManager has forgotten it, and only there', async () => {
    const [known, forgotten, going] = [await running(0, 'runc'), await running(0, 'gvisor'), await running(0, 'runc')];
    for (const { container, launch } of [known, forgotten]) {
      await container.tell('end');
      expect((await launch.ended).code).toBe(0);
    }
    const state = async ({ container }: typeof known): Promise<string> =>
      (await node.run('--inspect-docker-container', '--format={{.State.Status}}', container.name)).stdout.trim();
    for (const { container } of [forgotten, going]) node.web.forgotten.add(container.name);
    await node.agent.end('SIGKILL');
    await node.startAgent();
    await expect.poll(() => state(forgotten), { timeout: 30_000 }).toBe('');
    expect([await state(known), await state(going)]).toEqual(['exited', 'running']);
    await going.container.tell('end');
    expect((await going.launch.ended).code).toBe(0);
  });
});

describe('an engine that is killed', () => {
  it.each(['runc', 'gvisor'] as const)('keeps its containers in %s, and the launches end right', async (runtime) => {
    const [late, meanwhile] = await Promise.all([running(5, runtime), running(6, runtime)]);
    await node.engine.daemon.end('SIGKILL');
    await meanwhile.container.tell('end');
    await delay(500);
    await node.engine.start();
    await late.container.tell('end');
    expect((await late.launch.ended).code).toBe(5);
    expect((await meanwhile.launch.ended).code).toBe(6);
    expect(await late.container.exitCodeFile()).toBe('5\n');
  });

  it('is missed by the set-up check, clearly, and launches fail until it is back', async () => {
    expect((await node.run('--checksetup')).code).toBe(0);
    await node.engine.daemon.end('SIGKILL');
    const check = await node.run('--checksetup');
    expect(check.code).toBe(29);
    expect(check.stderr).toContain('FB-ENGINE-FAILED');
    const container = await YarnContainer.prepare(node, 'exit 0');
    const launch = await container.run();
    expect(launch.code).toBe(29);
    expect(launch.stderr).toContain('FB-ENGINE-FAILED');
    await node.engine.start();
    expect((await node.run('--checksetup')).code).toBe(0);
    expect((await container.run()).code).toBe(0);
  });
});

describe('an agent under load', () => {
  it('starts 30 containers at once', async () => {
    const containers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => YarnContainer.prepare(node, `exit ${index}`, { runtime: 'runc' })),
    );
    const outcomes = await Promise.all(containers.map((container) => container.run()));
    expect(outcomes.map(({ code, stderr }) => [code, stderr])).toEqual(outcomes.map((_, index) => [index, '']));
  });
});

describe('the agent’s socket', () => {
  it('is the NodeManager’s alone', async () => {
    const { socket } = node.configuration;
    const { uid, mode } = await stat(socket);
    expect({ uid, mode: mode & 0o777 }).toEqual({ uid: node.yarn.uid, mode: 0o600 });
    const identity = ['--reuid', `${node.alice.uid}`, '--regid', `${node.alice.gid}`, '--clear-groups'];
    const script =
      'require("net").connect(process.argv[1]).on("error", (e) => process.exit(e.code === "EACCES" ? 13 : 1))';
    const { exitCode } = await execa('setpriv', [...identity, process.execPath, '-e', script, socket], {
      reject: false,
      timeout: 20_000,
      cwd: '/',
    });
    expect(exitCode).toBe(13);
  });

  it('takes whatever bytes come without harm, and its memory stays flat', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 5000 }),
      fc.uint8Array({ maxLength: 200 }).map((rest) => Buffer.concat([Buffer.from('FBL1'), rest])),
      fc.uint8Array({ maxLength: 200 }).map((rest) => Buffer.concat([Buffer.from('FBL1\0\0\0\0\0\0\0\x03'), rest])),
    );
    const send = (data: Uint8Array) =>
      new Promise<void>((resolve) => {
        const connection = connect(node.configuration.socket, () => connection.end(data));
        connection
          .on('error', () => undefined)
          .on('close', () => resolve())
          .resume();
      });
    const attack = () => fc.assert(fc.asyncProperty(bytes, send), { numRuns: 100 });
    const pid = node.agent.pid;
    await attack();
    const before = await processStatus(pid, 'VmRSS');
    await attack();
    expect(await processStatus(pid, 'VmRSS')).toBeLessThan(before + 30_000);
    expect(node.agent.pid).toBe(pid);
    expect((await node.run('--checksetup')).code).toBe(0);
  });

  it('outlives launchers that go away in the middle', async () => {
    const job = await running(0, 'runc');
    process.kill(job.launch.pid, 'SIGKILL');
    await job.container.tell('end');
    expect(await job.container.exitCodeFile()).toBe('0\n');
    expect((await node.run('--checksetup')).code).toBe(0);
  });
});
