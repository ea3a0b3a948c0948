import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, open, readFile, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type Options } from 'execa';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { compileLauncher } from '../../src/launcher/compile.ts';
import { exitFrame } from '../../src/launcher/wire.ts';
import { type Answer, TestAgent } from './test-agent.ts';

const script = (name: string): string => join(import.meta.dirname, name);
const exitWith =
  (code: number): Answer =>
  (reply) =>
    reply.exit(code);

let folder: string;
let socket: string;
let launcher: string;
/** The same program, but it waits only 300 ms for its agent. */
let hasty: string;
let agent: TestAgent | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-launcher-'));
  await chmod(folder, 0o755);
  socket = join(folder, 'agent.sock');
  launcher = join(folder, 'container-executor');
  hasty = join(folder, 'hasty');
  await compileLauncher({ socket, output: launcher });
  await compileLauncher({ socket, output: hasty, firstWait: 300, lostWait: 300 });
});

afterEach(async () => {
  await agent?.die();
  agent = undefined;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const listen = async (answer: Answer): Promise<TestAgent> => {
  agent = await TestAgent.listen(socket, answer);
  return agent;
};

const launch = (argv: readonly string[], options: Options = {}, program = launcher) =>
  execa(program, argv, { reject: false, stdin: 'ignore', stripFinalNewline: false, ...options });

it.each([
  ['none', []],
  ['empty ones', ['', '', 'a', '']],
  ['newlines, quotes and options', ['--checksetup', 'a\nb\r\n', `'"$(reboot)\`;&|`, '-', '--', '%s%n', ' \t']],
  ['UTF-8', ['ä', '容器', '🧱', '\ufeffx', 'e\u0301']],
  ['some near the limit of the kernel', Array.from({ length: 14 }, (_, i) => `${i}`.repeat(131_000 / `${i}`.length))],
  ['60,000 of them', Array.from({ length: 60_000 }, (_, i) => `${i}`)],
])('forwards its arguments unchanged: %s', async (_, argv) => {
  const { requests } = await listen(exitWith(0));
  expect((await launch(argv, { env: {}, extendEnv: false })).exitCode).toBe(0);
  expect(requests).toEqual([{ argv, retried: false }]);
});

it('waits for all of 256 containers at once and exits with the code of each', async () => {
  const waiting: (() => void)[] = [];
  await listen((reply, { argv }) => waiting.push(() => reply.exit(Number(argv[0]))));
  const codes = Array.from({ length: 256 }, (_, code) => code);
  const launched = codes.map((code) => launch([`${code}`]));
  await vi.waitFor(() => expect(waiting).toHaveLength(256), 30_000);
  for (const end of waiting) end();
  expect((await Promise.all(launched)).map(({ exitCode }) => exitCode)).toEqual(codes);
});

it('relays stdout and stderr in the order the agent wrote them', async () => {
  const lines = Array.from({ length: 200 }, (_, i) => `${i}\n`);
  await listen((reply) => {
    lines.forEach((line, i) => {
      if (i % 2 === 0) reply.stdout(line);
      else reply.stderr(line);
      reply.keepAlive();
    });
    reply.exit(0);
  });
  const file = await open(join(folder, 'output'), 'w');
  const child = spawn(launcher, [], { stdio: ['ignore', file.fd, file.fd] });
  await once(child, 'exit');
  await file.close();
  expect(await readFile(join(folder, 'output'), 'utf8')).toBe(lines.join(''));
});

it('relays large output whole, binary bytes included', async () => {
  const bytes = Buffer.from(Array.from({ length: 5_000_000 }, (_, i) => (i * 31) % 256));
  await listen((reply) => {
    reply.stdout(bytes);
    reply.stderr(bytes.subarray(1));
    reply.exit(3);
  });
  const { exitCode, stdout, stderr } = await launch([], { encoding: 'buffer' });
  expect(exitCode).toBe(3);
  expect(bytes.equals(stdout as Uint8Array)).toBe(true);
  expect(bytes.subarray(1).equals(stderr as Uint8Array)).toBe(true);
});

it('goes on waiting when nobody reads its output any more', async () => {
  await listen((reply, _request, connection) => {
    reply.stdout('one');
    connection.once('end-container', () => {
      reply.stdout(Buffer.alloc(2_000_000));
      reply.stderr('two');
      reply.exit(42);
    });
    connections.push(connection);
  });
  const connections: { emit: (event: string) => boolean }[] = [];
  const child = spawn(launcher, [], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stderr.destroy();
  connections[0]?.emit('end-container');
  expect(await exited).toEqual([42, null]);
});

it.each(['0', '1', '2', '0 1 2'])('never takes the closed descriptors %s for its connection', async (closed) => {
  const { requests } = await listen((reply) => {
    end = () => {
      reply.stdout('out');
      reply.stderr('error');
      reply.exit(9);
    };
  });
  let end: (() => void) | undefined;
  const launched = launch([closed, launcher, 'a'], {}, script('close-descriptors.sh'));
  await vi.waitFor(() => expect(end).toBeDefined(), 5000);
  const open = await Promise.all(closed.split(' ').map((fd) => readlink(`/proc/${launched.pid}/fd/${fd}`)));
  expect(new Set(open)).toEqual(new Set(['/dev/null']));
  end?.();
  expect((await launched).exitCode).toBe(9);
  expect(requests).toEqual([{ argv: ['a'], retried: false }]);
});

it('dies of SIGTERM, which the agent notices', async () => {
  let closed: Promise<unknown> | undefined;
  await listen((_reply, _request, connection) => {
    closed = once(connection, 'close');
  });
  const child = spawn(launcher, [], { stdio: 'ignore' });
  await vi.waitFor(() => expect(closed).toBeDefined(), 5000);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([null, 'SIGTERM']);
  await closed;
});

it('asks again, and says so, when the agent is killed and comes back', async () => {
  const first = await listen(() => undefined);
  const launched = launch(['1', 'container']);
  await vi.waitFor(() => expect(first.requests).toHaveLength(1), 5000);
  await first.die();
  const second = await listen((_reply, _request, connection) => connection.destroy());
  await vi.waitFor(() => expect(second.requests).not.toHaveLength(0), 5000);
  await second.die();
  const third = await listen((_reply, _request, connection) => connection.end(exitFrame(5).subarray(0, 10)));
  await vi.waitFor(() => expect(third.requests).not.toHaveLength(0), 5000);
  await third.die();
  const fourth = await listen(exitWith(143));
  expect((await launched).exitCode).toBe(143);
  expect(fourth.requests).toEqual([{ argv: ['1', 'container'], retried: true }]);
});

it('waits for an agent that is just starting', async () => {
  const launched = launch(['a']);
  const { requests } = await listen(exitWith(4));
  expect((await launched).exitCode).toBe(4);
  expect(requests).toEqual([{ argv: ['a'], retried: false }]);
});

it('says what to type when no agent comes', async () => {
  const { exitCode, stderr } = await launch([], {}, hasty);
  expect(exitCode).toBe(1);
  expect(stderr).toBe(`FB-LAUNCHER-NO-AGENT: no node agent listens at ${socket}; type: firebreak up\n`);
});

it('gives up on an agent that does not come back', async () => {
  const { requests } = await listen((_reply, _request, connection) => connection.destroy());
  const { exitCode, stderr } = await launch([], {}, hasty);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^FB-LAUNCHER-AGENT-LOST: .*; type: firebreak up\n$/);
  expect(requests.slice(1).every(({ retried }) => retried)).toBe(true);
});

it('fails at once for a user who may not open the socket', async () => {
  const { requests } = await listen(exitWith(0));
  await chmod(socket, 0o600);
  const open = join(folder, 'open-to-all');
  await compileLauncher({ socket, output: open });
  await chmod(open, 0o755);
  const { exitCode, stderr, durationMs } = await launch([], { uid: 65_534, gid: 65_534 }, open);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^FB-LAUNCHER-DENIED: /);
  expect(durationMs).toBeLessThan(5000);
  expect(requests).toEqual([]);
});

it.each([
  ['an unknown type', [0, 0, 0, 4, 0, 0, 0, 0]],
  ['a frame above 1 MiB', [0, 0, 0, 1, 0, 16, 0, 1]],
  ['a huge frame', [0, 0, 0, 2, 255, 255, 255, 255]],
  ['a short exit code', [0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0]],
  ['a keep-alive with bytes', [0, 0, 0, 0, 0, 0, 0, 1, 0]],
  ['text', [...Buffer.from('HTTP/1.1 400 Bad Request')]],
])('refuses %s, once', async (_, bytes) => {
  const { requests } = await listen((_reply, _request, connection) => connection.end(Buffer.from(bytes)));
  const { exitCode, stderr } = await launch([]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^FB-LAUNCHER-PROTOCOL: /);
  expect(requests).toHaveLength(1);
});

it('never takes an exit code beyond 255 for success', async () => {
  await listen((_reply, _request, connection) => connection.end(Buffer.from([0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 1, 0])));
  expect((await launch([])).exitCode).toBe(255);
});

it('refuses more than 65,536 arguments, and more than 4 MiB of them', async () => {
  const { requests } = await listen(exitWith(0));
  for (const refused of [
    await launch(Array(65_537).fill('a'), { env: {}, extendEnv: false }),
    await launch([launcher], {}, script('huge-arguments.sh')),
  ]) {
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/^FB-LAUNCHER-TOO-LARGE: /);
  }
  expect(requests).toEqual([]);
});

it('runs nothing of a library that its environment names', async () => {
  const mark = join(folder, 'mark');
  const evil = join(folder, 'evil.so');
  await execa('cc', ['-shared', '-fPIC', `-DMARK="${mark}"`, '-o', evil, script('evil.c')]);
  const env = { LD_PRELOAD: evil, LD_AUDIT: evil, LD_LIBRARY_PATH: folder };
  await execa('/bin/true', { env });
  await rm(mark);
  await listen(exitWith(6));
  expect((await launch([], { env })).exitCode).toBe(6);
  await expect(stat(mark)).rejects.toMatchObject({ code: 'ENOENT' });
});

const manyFolders = Array.from({ length: 24_000 }, (_, i) => i.toString(16)).join(':');

it.each<[string, Record<string, string>]>([
  ['is empty', {}],
  ['makes the C library search 24,000 folders', { LD_LIBRARY_PATH: manyFolders, LD_BIND_NOW: '1' }],
  ['debugs the loader', { LD_DEBUG: 'all', LD_SHOW_AUXV: '1', LD_TRACE_LOADED_OBJECTS: '1' }],
  ['tunes the C library', { GLIBC_TUNABLES: 'glibc.malloc.top_pad=99999999999:glibc.malloc.check=3:x=y=z' }],
  [
    'tunes malloc',
    { MALLOC_CHECK_: '3', MALLOC_PERTURB_: '165', MALLOC_TOP_PAD_: '99999999999', MALLOC_ARENA_MAX: '0' },
  ],
  ['changes Node and Python', { NODE_OPTIONS: '--require=/evil.js', PYTHONPATH: '/evil', PYTHONSTARTUP: '/evil.py' }],
  [
    'changes the shell',
    { PATH: '/evil', IFS: '/', BASH_ENV: '/evil', ENV: '/evil', SHELLOPTS: 'xtrace', PS4: '$(reboot)' },
  ],
  ['changes the language', { LANG: 'de_DE.UTF-8', LANGUAGE: 'de', LC_ALL: 'xx', LOCPATH: '/evil', TZ: ':/evil' }],
  ['names another socket', { FIREBREAK_SOCKET: '/evil', FIREBREAK_FIRST_WAIT_MS: '0', TMPDIR: '/evil', HOME: '/evil' }],
])('is not moved by an environment that %s', async (_, env) => {
  const { requests } = await listen((reply) => {
    reply.stdout('out');
    reply.exit(11);
  });
  const result = await launch(['a', 'b'], { env, extendEnv: false });
  expect(result).toMatchObject({ exitCode: 11, stdout: 'out', stderr: '' });
  expect(requests).toEqual([{ argv: ['a', 'b'], retried: false }]);
  expect(result.durationMs).toBeLessThan(500);
});

it.each(['', '-', '/etc/passwd', 'x'.repeat(100_000), '\n'])(
  'is not moved by the name it is called by',
  async (argv0) => {
    const { requests } = await listen(exitWith(0));
    expect((await launch(['a'], { argv0 })).exitCode).toBe(0);
    expect(requests).toEqual([{ argv: ['a'], retried: false }]);
  },
);

it('takes less than 10 ms more than /bin/true for a trivial exchange', async () => {
  await listen(exitWith(0));
  const added: number[] = [];
  for (let run = 0; run < 50; run += 1) {
    const baseline = await millisecondsOf('/bin/true');
    added.push((await millisecondsOf(launcher)) - baseline);
  }
  expect(added.toSorted((a, b) => a - b)[25]).toBeLessThan(10);
});

const millisecondsOf = async (program: string): Promise<number> => {
  const began = performance.now();
  await once(spawn(program, ['--checksetup'], { stdio: 'ignore' }), 'exit');
  return performance.now() - began;
};
