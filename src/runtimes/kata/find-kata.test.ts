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

const configurationOf = (flavour: FlavourName) => `${home}/${flavours[flavour].configurationOf('qemu')}`;
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

it('of two shims takes the one that can do what is asked for', async () => {
  const look = (given: object) => findKata(kataOptions.parse({ home, emulated: true, ...given }));
  await lay(tells('4.1.0'), '[hypervisor.qemu]\n', 'rust');
  const metadata = { options: { cache: 'metadata' } };
  expect(await look(metadata)).toEqual({
    missing: 'runtime-rs knows the cache modes auto, always and never',
    next: 'change runtimes.kata.options.cache',
  });
  await lay(tells('4.1.0'), '[hypervisor.qemu]\n', 'go');
  expect(await look(metadata)).toMatchObject({ kata: { flavour: 'go' } });
  expect(await look({ hypervisor: 'dragonball', emulated: false })).toMatchObject({
    missing: `there is no ${home}/share/defaults/kata-containers/runtime-rs/configuration-dragonball.toml`,
  });
});

it('a window for shared folders is asked of a QEMU that has one', async () => {
  const qemu = `${home}/qemu`;
  await lay(tells('4.1.0'), `[hypervisor.qemu]\npath = "${qemu}"\n`);
  const look = () => findKata(kataOptions.parse({ home, emulated: true, options: { daxMiB: 512 } }));
  const answer = (line: string) => writeFile(qemu, `#!/bin/sh\necho '${line}'\n`, { mode: 0o755 });
  await answer('  queue-size=<uint16>   -  (default: 128)');
  expect(await look()).toMatchObject({ missing: `${qemu} has no DAX window (cache-size), and daxMiB asks for one` });
  await answer('  cache-size=<size>');
  expect(await look()).toMatchObject({ kata: { flavour: 'go' } });
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
