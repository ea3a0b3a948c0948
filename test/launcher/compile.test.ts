import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { compileLauncher } from '../../src/launcher/compile.ts';
import { silentProgress } from '../../src/progress.ts';

let folder: string;
let output: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-compile-'));
  output = join(folder, 'bin', 'container-executor');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const build = (socket = '/run/a.sock') => ({ socket, output });

it('compiles once, for the group to run, and leaves nothing else behind', async () => {
  expect(await compileLauncher(build())).toBe(true);
  expect((await stat(output)).mode & 0o777).toBe(0o750);
  expect(await compileLauncher(build())).toBe(false);
  expect(await readdir(join(folder, 'bin'))).toEqual(['container-executor', 'container-executor.sha256']);
});

it('compiles again for another socket, and when the program was changed', async () => {
  await compileLauncher(build());
  expect(await compileLauncher(build('/run/b.sock'))).toBe(true);
  await appendFile(output, 'x');
  expect(await compileLauncher(build('/run/b.sock'))).toBe(true);
  await rm(output);
  expect(await compileLauncher(build('/run/b.sock'))).toBe(true);
});

it('says what to install when there is no compiler', async () => {
  vi.stubEnv('PATH', '/nowhere');
  await expect(compileLauncher(build())).rejects.toMatchObject({
    code: 'FB-COMPILE-COMPILER',
    next: 'apt-get install gcc libc6-dev',
    exit: 4,
  });
  expect(await readdir(join(folder, 'bin'))).toEqual([]);
});

it.each(['run/a.sock', '/run/"a', '/run/a b', '/run/a\n', `/${'x'.repeat(107)}`, ''])(
  'refuses the socket %j',
  async (socket) => {
    await expect(compileLauncher(build(socket))).rejects.toMatchObject({ code: 'FB-LAUNCHER-SOCKET' });
  },
);

it('takes the longest path that a socket can have', async () => {
  expect(await compileLauncher(build(`/${'x'.repeat(106)}`))).toBe(true);
});

it('stops when it is cancelled, without a trace', async () => {
  const signal = AbortSignal.abort(new Error('cancelled'));
  await expect(compileLauncher(build(), silentProgress(signal))).rejects.toThrow('cancelled');
  expect(await readdir(join(folder, 'bin'))).toEqual([]);
});
