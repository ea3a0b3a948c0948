import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

/** As a process does that has just begun. */
const anew = async () => {
  vi.resetModules();
  return import('./agent-program.ts');
};

it('is made of the sources once, and found by whoever comes after', async () => {
  await using cache = await mkdtempDisposable(join(tmpdir(), 'firebreak-cache-'));
  vi.stubEnv('XDG_CACHE_HOME', cache.path);
  const first = await anew();
  const text = await first.agentProgram();
  expect(text).toContain('FB-POLICY-REFUSED');
  const file = join(await first.agentHere(), first.agentFile);
  expect(await readFile(file, 'utf8')).toBe(text);
  await writeFile(file, 'as it was found');
  expect(await (await anew()).agentProgram()).toBe('as it was found');
});
