import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { endMachine } from './end-machine.ts';

const socket = '/run/end-machine-test/containerd.sock';
const idle = ['-e', 'console.log(); setTimeout(() => {}, 60_000)', '--'];

/** A program by that name that does nothing, once it runs. */
const run = async (name: string, words: readonly string[], cwd: string): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [...idle, ...words], { argv0: name, cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
};

const bundle = async (name: string): Promise<string> => {
  const folder = await mkdtemp(`${tmpdir()}/end-machine-`);
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(`${folder}/config.json`, JSON.stringify({ annotations: { 'io.kubernetes.cri.sandbox-name': name } }));
  return folder;
};

it('ends the shim of that pod, and what runs for it, and nothing else', async () => {
  const [id, other] = ['a'.repeat(64), 'b'.repeat(64)];
  const [mine, others] = [await bundle('container_1'), await bundle('container_2')];
  const shim = 'containerd-shim-kata-v2';
  const hit = [
    await run(shim, ['-id', id, '-address', socket], mine),
    await run('vmm', ['--api-socket', `/run/kata/${id}/api.sock`], '/'),
  ];
  const spared = [
    await run(shim, ['-id', other, '-address', socket], others),
    await run(shim, ['-id', 'c'.repeat(64), '-address', '/run/another.sock'], mine),
    await run('vmm', ['--api-socket', `/run/kata/${other}/api.sock`], '/'),
  ];
  const ends = hit.map((child) => once(child, 'exit'));
  await endMachine(socket, 'container_1');
  expect(await Promise.all(ends)).toEqual([
    [null, 'SIGKILL'],
    [null, 'SIGKILL'],
  ]);
  expect(spared.map(({ exitCode, signalCode }) => exitCode ?? signalCode)).toEqual([null, null, null]);
});
