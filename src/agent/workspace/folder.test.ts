import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder } from './folder.ts';

const owner = { uid: 54_321, gid: 54_322 };
let at: string;
let inside: string;
let outside: string;

beforeEach(async () => {
  at = await mkdtemp(`${tmpdir()}/firebreak-folder-`);
  inside = `${at}/inside`;
  outside = `${at}/outside`;
  await mkdir(inside);
  await mkdir(outside);
  await writeFile(`${outside}/precious`, 'kept');
});

afterEach(() => rm(at, { recursive: true, force: true }));

const outsideIsUntouched = async () => {
  expect(await readdir(outside)).toEqual(['precious']);
  expect(await readFile(`${outside}/precious`, 'utf8')).toBe('kept');
  expect((await stat(outside)).uid).toBe(0);
};

describe('a link in a folder’s place', () => {
  beforeEach(() => symlink(outside, `${inside}/link`));
  afterEach(outsideIsUntouched);

  it('is not entered', async () => {
    await using folder = await Folder.open(inside);
    await expect(folder.enter('link')).rejects.toMatchObject({ code: 'FB-AGENT-FILE' });
    await expect(Folder.open(inside, ['link', 'precious'])).rejects.toMatchObject({ code: 'FB-AGENT-FILE' });
  });

  it('is not made a folder of the user', async () => {
    await using folder = await Folder.open(inside);
    await expect(folder.make('link', 0o777, owner)).rejects.toMatchObject({ code: 'FB-AGENT-FILE' });
  });

  it('is removed itself', async () => {
    await using folder = await Folder.open(inside);
    await folder.remove('link');
    expect(await readdir(inside)).toEqual([]);
  });

  it('has an owner of its own', async () => {
    await using folder = await Folder.open(inside);
    expect(await folder.ownerOf('link')).toEqual({ uid: 0, gid: 0 });
    expect(await folder.ownerOf('missing')).toBeUndefined();
  });
});

describe('a link in a file’s place', () => {
  beforeEach(() => symlink(`${outside}/precious`, `${inside}/file`));
  afterEach(outsideIsUntouched);

  it('is replaced, not written through', async () => {
    await using folder = await Folder.open(inside);
    await folder.write('file', 'new', 0o600, owner);
    expect(await readFile(`${inside}/file`, 'utf8')).toBe('new');
    const { uid, gid, mode } = await lstat(`${inside}/file`);
    expect({ uid, gid, mode: mode & 0o7777 }).toEqual({ ...owner, mode: 0o600 });
  });

  it('is not read', async () => {
    await using folder = await Folder.open(inside);
    await expect(folder.read('file', 0)).rejects.toThrow();
  });
});

describe('a file', () => {
  it('of another owner, too large, or no regular file at all is not read', async () => {
    await writeFile(`${inside}/file`, 'four');
    execFileSync('mkfifo', [`${inside}/fifo`]);
    await using folder = await Folder.open(inside);
    await expect(folder.read('file', 1)).rejects.toMatchObject({ code: 'FB-AGENT-FILE' });
    await expect(folder.read('file', 0, 3)).rejects.toMatchObject({ code: 'FB-AGENT-FILE' });
    await expect(folder.read('fifo', 0)).rejects.toMatchObject({ code: 'FB-AGENT-FILE' });
    expect((await folder.read('file', 0)).toString()).toBe('four');
  });

  it('replaces a FIFO without waiting for its reader', async () => {
    execFileSync('mkfifo', [`${inside}/file`]);
    await using folder = await Folder.open(inside);
    await folder.write('file', 'new', 0o600, owner);
    expect(await readFile(`${inside}/file`, 'utf8')).toBe('new');
  });

  it('is whole at every moment while many write it', async () => {
    await using folder = await Folder.open(inside);
    const whole = (text: string) => text.repeat(100_000);
    await Promise.all([...'abcdefgh'].map((text) => folder.write('file', whole(text), 0o600, owner)));
    const read = await readFile(`${inside}/file`, 'utf8');
    expect(read).toBe(whole(read.slice(0, 1)));
    expect(await readdir(inside)).toEqual(['file']);
  });

  it('that cannot be written leaves nothing', async () => {
    await mkdir(`${inside}/taken`);
    await using folder = await Folder.open(inside);
    await expect(folder.write('taken', 'x', 0o600, owner)).rejects.toThrow();
    expect(await readdir(inside)).toEqual(['taken']);
  });

  it.each(['..', '.', '', 'a/b', '/etc/passwd', '../outside/precious', 'a\0b'])(
    'has a single name, not %j',
    async (name) => {
      await using folder = await Folder.open(inside);
      const refused = { code: 'FB-AGENT-PATH' };
      await expect(folder.enter(name)).rejects.toMatchObject(refused);
      await expect(folder.read(name, 0)).rejects.toMatchObject(refused);
      await expect(folder.write(name, '', 0o600, owner)).rejects.toThrow();
      await expect(async () => folder.remove(name)).rejects.toMatchObject(refused);
      await outsideIsUntouched();
    },
  );
});

describe('a folder', () => {
  it('is made once, with mode and owner, whatever the umask', async () => {
    await using folder = await Folder.open(inside);
    await using _made = await folder.make('made', 0o2750, owner);
    await using _again = await folder.make('made', 0o777, { uid: 0, gid: 0 });
    const { uid, gid, mode } = await stat(`${inside}/made`);
    expect({ uid, gid, mode: mode & 0o7777 }).toEqual({ ...owner, mode: 0o2750 });
  });
});

describe('a tree', () => {
  it('is removed with links, FIFOs and names that are not UTF-8; what the links lead to stays', async () => {
    await mkdir(`${inside}/tree/a/b`, { recursive: true });
    await symlink(outside, `${inside}/tree/a/link`);
    await symlink(`${outside}/precious`, `${inside}/tree/a/b/link`);
    execFileSync('mkfifo', [`${inside}/tree/a/fifo`]);
    await mkdir(Buffer.concat([Buffer.from(`${inside}/tree/`), Buffer.from([0xff, 0xfe])]));
    await writeFile(Buffer.concat([Buffer.from(`${inside}/tree/a/`), Buffer.from([0xc3, 0x28])]), '');
    await using folder = await Folder.open(inside);
    await folder.remove('tree');
    expect(await readdir(inside)).toEqual([]);
    await outsideIsUntouched();
  });

  it('5,000 levels deep is removed', async () => {
    execFileSync('python3', ['-c', deepTree, `${inside}/tree`]);
    await using folder = await Folder.open(inside);
    await folder.remove('tree');
    expect(await readdir(inside)).toEqual([]);
  }, 60_000);

  it.each(['tmpfs', 'bind'])('is left where something is mounted in it (%s)', async (kind) => {
    await mkdir(`${inside}/tree/mounted`, { recursive: true });
    const mount = kind === 'bind' ? ['--bind', outside] : ['-t', 'tmpfs', 'none'];
    execFileSync('mount', [...mount, `${inside}/tree/mounted`]);
    try {
      await using folder = await Folder.open(inside);
      await expect(folder.remove('tree')).rejects.toMatchObject({ code: 'FB-AGENT-DELETE' });
      await outsideIsUntouched();
    } finally {
      execFileSync('umount', [`${inside}/tree/mounted`]);
    }
  });

  it('that is swapped for a link to elsewhere again and again never leads elsewhere', async () => {
    await mkdir(`${inside}/real`);
    await symlink(outside, `${inside}/swap`);
    const stop = new AbortController();
    const swapping = swapUntil(stop.signal);
    for (const until = Date.now() + 2000; Date.now() < until; ) {
      await using folder = await Folder.open(inside);
      await folder
        .enter('a')
        .then(
          (entered) => entered.write('mine', 'x', 0o600, owner).finally(() => entered[Symbol.asyncDispose]()),
          tolerate,
        );
      await folder.make('a', 0o700, owner).then((made) => made[Symbol.asyncDispose](), tolerate);
      await folder.remove('a').catch(tolerate);
      await delay(0);
    }
    stop.abort();
    await swapping;
    await outsideIsUntouched();
  });

  const tolerate = (thrown: NodeJS.ErrnoException): void => {
    expect(['FB-AGENT-FILE', 'ENOENT', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY']).toContain(thrown.code);
  };

  const swapUntil = async (signal: AbortSignal): Promise<void> => {
    const ignore = () => undefined;
    while (!signal.aborted) {
      await mkdir(`${inside}/real/x`, { recursive: true }).catch(ignore);
      await rename(`${inside}/real`, `${inside}/a`).catch(ignore);
      await rename(`${inside}/a`, `${inside}/real`).catch(ignore);
      await symlink(outside, `${inside}/swap`).catch(ignore);
      await rename(`${inside}/swap`, `${inside}/a`).catch(ignore);
      await rm(`${inside}/a`, { force: true }).catch(ignore);
    }
  };
});

const deepTree =
  'import os,sys\nos.mkdir(sys.argv[1]); os.chdir(sys.argv[1])\nfor i in range(5000): os.mkdir("d"); os.chdir("d")\nopen("leaf", "w")';
