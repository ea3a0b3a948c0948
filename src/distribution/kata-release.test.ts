import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentProgress } from '../progress.ts';
import { findKata } from '../runtimes/kata/find-kata.ts';
import { kataOptions } from '../runtimes/kata/options.ts';
import { installKata, removeKata } from './kata-release.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kata-release-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const usual = (version: string): Readonly<Record<string, string>> => ({
  'opt/kata/bin/containerd-shim-kata-v2': `#!/bin/sh\necho "Kata Containers containerd shim: version ${version}, commit: abc"\n`,
  'opt/kata/share/defaults/kata-containers/configuration-qemu.toml': '[hypervisor.qemu]\n',
});
const rust = (version: string): Readonly<Record<string, string>> => ({
  'opt/kata/runtime-rs/bin/containerd-shim-kata-v2': `#!/bin/sh\necho "Kata Containers containerd shim (Rust): id: io.containerd.kata.v2, version: ${version}, commit: abc"\n`,
  'opt/kata/share/defaults/kata-containers/runtime-rs/configuration-qemu-runtime-rs.toml': '[hypervisor.qemu]\n',
});

/** A tarball laid out as a release is. */
const releaseOf = async (files: Readonly<Record<string, string>>): Promise<{ from: string; sha256: string }> => {
  const root = await mkdtemp(join(folder, 'root-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
    await chmod(join(root, name), 0o755);
  }
  const { stdout } = await execa('tar', ['--create', '--file=-', '--directory', root, './opt'], { encoding: 'buffer' });
  const bytes = zstdCompressSync(stdout);
  const from = `${root}.tar.zst`;
  await writeFile(from, bytes);
  return { from, sha256: createHash('sha256').update(bytes).digest('hex') };
};
const home = () => join(folder, 'kata');
const install = (release: { from: string; sha256: string }) =>
  installKata({ ...release, home: home() }, silentProgress());
const leftBeside = async () => (await readdir(folder)).filter((name) => name === 'kata' || name.startsWith('.'));

it('is put in its place, a second time changes nothing, and it can be removed', async () => {
  const release = await releaseOf(usual('4.1.0'));
  expect((await install(release)).version).toBe('4.1.0');
  const { ino } = await stat(home());
  expect((await install(release)).version).toBe('4.1.0');
  expect((await stat(home())).ino).toBe(ino);
  expect(await leftBeside()).toEqual(['kata']);
  expect(await removeKata(home())).toBe(true);
  expect(await removeKata(home())).toBe(false);
  expect(await leftBeside()).toEqual([]);
});

it('is fetched from a URL, and a newer release takes the place of an older one', async () => {
  await install(await releaseOf(usual('3.31.0')));
  const release = await releaseOf(usual('4.1.0'));
  const bytes = await readFile(release.from);
  const server = createServer((_, response) => response.end(bytes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const made = await install({ ...release, from: `http://127.0.0.1:${address.port}/kata.tar.zst` });
  server.close();
  expect(made.version).toBe('4.1.0');
  expect(await leftBeside()).toEqual(['kata']);
});

it('may be one with runtime-rs alone', async () => {
  const release = await releaseOf(rust('4.1.0'));
  expect((await install(release)).version).toBe('4.1.0');
  expect(await findKata(kataOptions.parse({ home: home(), emulated: true }))).toMatchObject({
    kata: { version: '4.1.0', flavour: 'rust' },
  });
  expect((await install(release)).version).toBe('4.1.0');
});

it('a file with another checksum is refused', async () => {
  const release = await releaseOf(usual('4.1.0'));
  await expect(install({ ...release, sha256: 'a'.repeat(64) })).rejects.toMatchObject({
    code: 'FB-KATA-CHECKSUM',
    because: expect.stringContaining(release.sha256),
  });
  expect(await leftBeside()).toEqual([]);
});

it('an archive that ends in the middle leaves nothing', async () => {
  const noise = Array.from({ length: 3000 }, (_, index) => createHash('sha256').update(`${index}`).digest('hex'));
  const release = await releaseOf({ ...usual('4.1.0'), 'opt/kata/share/vmlinux': noise.join('') });
  await truncate(release.from, 40_000);
  const sha256 = createHash('sha256')
    .update(await readFile(release.from))
    .digest('hex');
  await expect(install({ ...release, sha256 })).rejects.toMatchObject({ code: 'FB-KATA-UNPACK' });
  expect(await leftBeside()).toEqual([]);
});

it.each([
  ['a version with a known escape', usual('3.30.0'), 'FB-KATA-VERSION', 'CVE-2026-44210'],
  ['a runtime-rs with a known escape', rust('3.30.0'), 'FB-KATA-VERSION', 'CVE-2026-47243'],
  ['an archive without a shim', { 'opt/kata/README': 'x' }, 'FB-KATA-LAYOUT', 'no release'],
])('%s is refused', async (_, files, code, because) => {
  await expect(install(await releaseOf(files))).rejects.toMatchObject({
    code,
    because: expect.stringContaining(because),
  });
  expect(await leftBeside()).toEqual([]);
});

it('a source that is not there is named', async () => {
  const missing = { from: join(folder, 'none.tar.zst'), sha256: 'a'.repeat(64) };
  await expect(install(missing)).rejects.toMatchObject({ code: 'FB-KATA-SOURCE' });
});

it('a Kata that somebody else installed is neither replaced nor removed', async () => {
  await mkdir(home());
  await writeFile(join(home(), 'theirs'), '');
  const release = await releaseOf(usual('4.1.0'));
  await expect(install(release)).rejects.toMatchObject({ code: 'FB-KATA-FOREIGN' });
  await expect(removeKata(home())).rejects.toMatchObject({ code: 'FB-KATA-FOREIGN' });
  expect(await readdir(home())).toEqual(['theirs']);
});
