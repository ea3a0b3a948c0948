import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it, onTestFinished } from 'vitest';

const serviceFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-run-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'arguments'), 'echo\nall its words\n');
  return folder;
};

const run = async (folder: string): Promise<string> =>
  (await execa('sh', [join(import.meta.dirname, 'run')], { cwd: folder, timeout: 10_000 })).stdout;

it('starts a service again at once, and one that ends soon after each start later each time', async () => {
  const folder = await serviceFolder();
  for (const _ of ['first', 'second', 'third']) expect(await run(folder)).toBe('all its words');
  expect(await run(folder)).toBe('ended 3 times soon after its start: begins again in 2 s\nall its words');
});

it.each([
  ['that ran for a while', '9 1700000000'],
  ['that was interrupted before it had written when it began', ''],
])('starts a service %s at once', async (_, restarts) => {
  const folder = await serviceFolder();
  await writeFile(join(folder, 'restarts'), restarts);
  expect(await run(folder)).toBe('all its words');
});
