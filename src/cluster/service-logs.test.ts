import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logFiles, newestLines } from './service-logs.ts';
import type { ClusterStatus } from './status.ts';

const fileWith = async (text: string) => {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-logs-'));
  const file = join(folder, 'current');
  await writeFile(file, text);
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
};

const status = {
  name: 'one',
  services: [
    { name: 'namenode', state: 'running', logs: '/logs/namenode' },
    { name: 'agent', state: 'running', logs: '/logs/agent' },
  ],
} as unknown as ClusterStatus;

it('gives the newest lines of a log far longer than what is read at once', async () => {
  await using log = await fileWith(Array.from({ length: 50_000 }, (_, line) => `line ${line}\n`).join(''));
  expect(await newestLines(log.file, 3)).toEqual(['line 49997', 'line 49998', 'line 49999']);
  expect(await newestLines(log.file, 20_000)).toHaveLength(20_000);
});

it('gives all lines of a short log, and none of a missing one', async () => {
  await using log = await fileWith('a\nb');
  expect(await newestLines(log.file, 10)).toEqual(['a', 'b']);
  expect(await newestLines('/nowhere/current', 10)).toEqual([]);
});

it('names the services when it does not know the one asked for', () => {
  expect(logFiles(status, 'agent')).toEqual([{ service: 'agent', file: '/logs/agent/current' }]);
  expect(() => logFiles(status, 'nmaenode')).toThrowError(
    expect.objectContaining({ code: 'FB-CLI-SERVICE', next: 'name one of namenode, agent', exit: 2 }),
  );
});
