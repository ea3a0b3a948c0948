import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deniedServices } from './service-policy.ts';

let folder: string;
let policy: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-policy-'));
  policy = join(folder, 'policy-rc.d');
});
afterEach(() => rm(folder, { recursive: true }));

test('no service may start meanwhile, and no policy is left', async () => {
  const answer = await deniedServices(() => execa(policy, ['docker', 'start'], { reject: false }), policy);
  expect(answer.exitCode).toBe(101);
  expect(await readdir(folder)).toEqual([]);
});

test('the host’s own policy is put back, also after a failure', async () => {
  await writeFile(policy, 'theirs');
  const failing = deniedServices(async () => {
    throw new Error('dpkg');
  }, policy);
  await expect(failing).rejects.toThrow('dpkg');
  expect(await readFile(policy, 'utf8')).toBe('theirs');
  expect(await readdir(folder)).toEqual(['policy-rc.d']);
});

test('a policy that a killed run set aside is put back by the next', async () => {
  await writeFile(`${policy}.firebreak-saved`, 'theirs');
  await deniedServices(() => access(policy), policy);
  expect(await readFile(policy, 'utf8')).toBe('theirs');
});
