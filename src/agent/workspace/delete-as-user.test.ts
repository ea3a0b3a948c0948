import { chown, lchown, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentConfiguration } from '../configuration.ts';
import { deleteAsUser } from './delete-as-user.ts';

const alice = { name: 'alice', uid: 52_001, gid: 52_001, groups: [] };
const bob = 52_002;
const yarn = 50_900;
let at: string;
let local: string;
let logs: string;

beforeEach(async () => {
  at = await mkdtemp(`${tmpdir()}/firebreak-delete-`);
  local = `${at}/local`;
  logs = `${at}/logs`;
  for (const [path, uid] of [
    [`${local}/usercache/alice/appcache/app`, alice.uid],
    [`${local}/usercache/alice/appcache/app/c1`, alice.uid],
    [`${local}/usercache/alice/appcache/app/c2`, alice.uid],
    [`${local}/usercache_DEL_17/alice`, alice.uid],
    [`${local}/usercache/bob/appcache`, bob],
    [`${logs}/app1/c1`, alice.uid],
    [`${logs}/app2/c1`, bob],
    [`${at}/outside/kept`, alice.uid],
  ] as const) {
    await mkdir(path, { recursive: true });
    await chown(path, uid, uid);
  }
});

afterEach(() => rm(at, { recursive: true, force: true }));

const remove = (path: string, baseDirs: readonly string[] = []) => {
  const configuration: Pick<AgentConfiguration, 'localDirs' | 'logDirs' | 'nodeManager'> = {
    localDirs: [local],
    logDirs: [logs],
    nodeManager: { user: 'yarn', uid: yarn, gid: yarn, http: 'http://127.0.0.1' },
  };
  return deleteAsUser(configuration, alice, path, baseDirs);
};

describe('a user’s folder', () => {
  it('is deleted by its path, and a second time too', async () => {
    await remove(`${local}/usercache/alice/appcache/app/c1`);
    await remove(`${local}/usercache/alice/appcache/app/c1`);
    expect(await readdir(`${local}/usercache/alice/appcache/app`)).toEqual(['c2']);
  });

  it('is deleted below each base folder', async () => {
    await remove('c1', [`${logs}/app1`, `${local}/usercache/alice/appcache/app`]);
    expect(await readdir(`${logs}/app1`)).toEqual([]);
    expect(await readdir(`${local}/usercache/alice/appcache/app`)).toEqual(['c2']);
  });

  it('is deleted where the NodeManager set it aside', async () => {
    await remove(`${local}/usercache_DEL_17/alice`);
    expect(await readdir(`${local}/usercache_DEL_17`)).toEqual([]);
  });

  it('is no way out: a link in it goes, its target stays', async () => {
    await symlink(`${at}/outside`, `${local}/usercache/alice/appcache/app/c1/link`);
    await remove(`${local}/usercache/alice/appcache/app`);
    expect(await readdir(`${at}/outside`)).toEqual(['kept']);
  });

  it('is not reached through a link', async () => {
    await symlink(`${at}/outside`, `${local}/usercache/alice/appcache/link`);
    await lchown(`${local}/usercache/alice/appcache/link`, alice.uid, alice.gid);
    await expect(remove(`${local}/usercache/alice/appcache/link/kept`)).rejects.toMatchObject({
      code: 'FB-AGENT-FILE',
    });
    expect(await readdir(`${at}/outside`)).toEqual(['kept']);
  });
});

describe('a deletion is refused', () => {
  it.each([
    ['of another user’s folder', () => `${local}/usercache/bob/appcache`],
    ['of another user’s logs', () => `${logs}/app2/c1`],
    ['of the shared cache', () => `${local}/filecache`],
    ['of the NodeManager’s own folder', () => `${local}/nmPrivate/x`],
    ['of a whole local folder', () => local],
    ['of the cache of all users', () => `${local}/usercache`],
    ['outside the node’s folders', () => `${at}/outside/kept`],
    ['through dots', () => `${local}/usercache/alice/../../../outside/kept`],
    ['of nothing', () => ''],
  ])('%s', async (_, path) => {
    await expect(remove(path())).rejects.toMatchObject({ code: 'FB-POLICY-REFUSED' });
    expect(await readdir(`${at}/outside`)).toEqual(['kept']);
    expect(await readdir(`${local}/usercache/bob`)).toEqual(['appcache']);
    expect(await readdir(`${logs}/app2`)).toEqual(['c1']);
  });

  it('below a base folder elsewhere', async () => {
    await expect(remove('kept', [`${at}/outside`])).rejects.toMatchObject({ code: 'FB-POLICY-REFUSED' });
    await expect(remove('../../../../outside', [`${local}/usercache/alice`])).rejects.toMatchObject({
      code: 'FB-POLICY-REFUSED',
    });
  });

  it('of a file that root put there', async () => {
    await writeFile(`${local}/usercache/alice/of-root`, '');
    await expect(remove(`${local}/usercache/alice/of-root`)).rejects.toMatchObject({ code: 'FB-POLICY-REFUSED' });
  });
});
