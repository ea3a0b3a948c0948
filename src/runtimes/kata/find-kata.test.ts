import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findKata } from './find-kata.ts';
import { type FlavourName, flavours, shimOf } from './flavour.ts';
import { kataOptions } from './options.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(`${tmpdir()}/find-kata-`);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const configurationOf = (flavour: FlavourName) =>
  `${home}/${flavours[flavour].configurations}/${flavours[flavour].configurationName('qemu')}`;
const lay = async (shim: string, configuration: string, flavour: FlavourName = 'go'): Promise<void> => {
  const program = `${home}/${shimOf(flavour)}`;
  await mkdir(dirname(program), { recursive: true });
  await mkdir(dirname(configurationOf(flavour)), { recursive: true });
  await writeFile(program, `#!/bin/sh\n${shim}\n`);
  await chmod(program, 0o755);
  await writeFile(configurationOf(flavour), configuration);
};
const find = (flavour?: FlavourName) => findKata(kataOptions.parse({ home, emulated: true, flavour }));
const tells = (version: string) =>
  `echo 'Kata Containers containerd shim (Golang): id: "io.containerd.kata.v2", version: ${version}, commit: abc'`;

it('finds a Kata, and its version', async () => {
  await lay(tells('4.1.0'), '[hypervisor.qemu]\n');
  const programs = `${home}/bin`;
  expect(await find()).toEqual({
    kata: { version: '4.1.0', flavour: 'go', programs, configuration: configurationOf('go') },
  });
});

it('finds runtime-rs where it is, or is asked for', async () => {
  await lay(tells('4.1.0'), '[hypervisor.qemu]\n', 'rust');
  const programs = `${home}/runtime-rs/bin`;
  const rust = { kata: { version: '4.1.0', flavour: 'rust', programs, configuration: configurationOf('rust') } };
  expect(await find()).toEqual(rust);
  expect(await find('go')).toMatchObject({ missing: expect.stringContaining(`${home}/bin/`) });
  await lay(tells('4.1.0'), '[hypervisor.qemu]\n', 'go');
  expect(await find()).toMatchObject({ kata: { flavour: 'go' } });
  expect(await find('rust')).toEqual(rust);
});

it('a way out that only runtime-rs has is named', async () => {
  await lay(tells('3.30.1'), '[hypervisor.qemu]\n', 'rust');
  expect(await find()).toMatchObject({ missing: expect.stringContaining('CVE-2026-47243') });
});

it('a shim that is missing is named', async () => {
  expect(await find()).toMatchObject({ missing: expect.stringContaining('bin/containerd-shim-kata-v2') });
});

it.each([
  ['a configuration for another hypervisor', tells('4.1.0'), '[hypervisor.clh]\n', 'has no [hypervisor.qemu]'],
  ['a mangled configuration', tells('4.1.0'), 'hypervisor', 'has no [hypervisor.qemu]'],
  ['a version with a known escape', tells('3.30.1'), '[hypervisor.qemu]\n', 'CVE-2026-44210'],
  ['a shim that does not start', 'exit 1', '[hypervisor.qemu]\n', 'does not tell its version'],
])('%s is no Kata to run anything in', async (_, shim, configuration, missing) => {
  await lay(shim, configuration);
  expect(await find()).toMatchObject({ missing: expect.stringContaining(missing) });
});
