import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountFiles } from './account-files.ts';

const alice = { name: 'alice', uid: 52_001, gid: 52_003, groups: [52_003] };
let stateDir: string;

beforeEach(async () => {
  stateDir = await mkdtemp(`${tmpdir()}/firebreak-accounts-`);
});

afterEach(() => rm(stateDir, { recursive: true, force: true }));

describe('a container’s accounts', () => {
  it('are root, nobody and its user, and read-only', async () => {
    const [passwd, group] = await accountFiles({ stateDir }, alice);
    expect(passwd).toMatchObject({ target: '/etc/passwd', readOnly: true });
    expect(group).toMatchObject({ target: '/etc/group', readOnly: true });
    const lines = (await readFile(passwd?.source ?? '', 'utf8')).split('\n');
    expect(lines).toContain('alice:x:52001:52003:alice:/tmp:/bin/bash');
    expect(lines.map((line) => line.split(':')[0])).toEqual(['root', 'alice', 'nobody', '']);
    expect(await readFile(group?.source ?? '', 'utf8')).toContain('alice:x:52003:');
  });

  it('can be read in the container whatever the agent’s umask', async () => {
    const umask = process.umask(0o077);
    try {
      const [passwd] = await accountFiles({ stateDir }, alice);
      expect((await stat(passwd?.source ?? '')).mode & 0o777).toBe(0o644);
    } finally {
      process.umask(umask);
    }
  });

  it('are made once where many first containers start together', async () => {
    await Promise.all(Array.from({ length: 20 }, () => accountFiles({ stateDir }, alice)));
    expect(await readdir(`${stateDir}/accounts`)).toEqual(['alice-52001-52003']);
  });
});
