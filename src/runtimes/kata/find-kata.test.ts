import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findKata } from './find-kata.ts';
import { kataOptions } from './options.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(`${tmpdir()}/find-kata-`);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const folder = () => `${home}/share/defaults/kata-containers`;
const lay = async (shim: string, configuration: string): Promise<void> => {
  await mkdir(`${home}/bin`);
  await mkdir(folder(), { recursive: true });
  await writeFile(`${home}/bin/containerd-shim-kata-v2`, `#!/bin/sh\n${shim}\n`);
  await chmod(`${home}/bin/containerd-shim-kata-v2`, 0o755);
  await writeFile(`${folder()}/configuration-qemu.toml`, configuration);
};
const find = () => findKata(kataOptions.parse({ home, emulated: true }));
const tells = (version: string) =>
  `echo 'Kata Containers containerd shim (Golang): id: "io.containerd.kata.v2", version: ${version}, commit: abc'`;

it('finds a Kata, and its version', async () => {
  await lay(tells('4.1.0'), '[hypervisor.qemu]\n');
  const programs = `${home}/bin`;
  expect(await find()).toEqual({
    kata: { version: '4.1.0', programs, configuration: `${folder()}/configuration-qemu.toml` },
  });
});

it('a shim that is missing is named', async () => {
  expect(await find()).toMatchObject({ missing: expect.stringContaining('bin/containerd-shim-kata-v2') });
});

it.each([
  ['a configuration for another hypervisor', tells('4.1.0'), '[hypervisor.clh]\n', 'has no [hypervisor.qemu]'],
  ['a mangled configuration', tells('4.1.0'), 'hypervisor', 'has no [hypervisor.qemu]'],
  ['a version with a known escape', tells('3.30.1'), '[hypervisor.qemu]\n', 'CVE-2026-47243'],
  ['a shim that does not start', 'exit 1', '[hypervisor.qemu]\n', 'does not tell its version'],
])('%s is no Kata to run anything in', async (_, shim, configuration, missing) => {
  await lay(shim, configuration);
  expect(await find()).toMatchObject({ missing: expect.stringContaining(missing) });
});
