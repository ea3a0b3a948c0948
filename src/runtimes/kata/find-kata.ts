import { constants, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { canAccess } from '../../can-access.ts';
import { type FlavourName, flavourNames, flavours, shimOf, tables } from './flavour.ts';
import { escapesOf, oldestSafe } from './known-escapes.ts';
import { kvmFlaw, tryKvm } from './kvm.ts';
import type { KataOptions } from './options.ts';
import { flavoursOf, unfitOf } from './unfit.ts';

/** A Kata Containers on this machine. */
export interface Kata {
  readonly version: string;
  readonly flavour: FlavourName;
  /** Folder of its shim, `containerd-shim-kata-v2`. */
  readonly programs: string;
  /** The hypervisor's configuration, as Kata ships it. */
  readonly configuration: string;
}

export type KataFound = { readonly kata: Kata } | { readonly missing: string; readonly next: string };

const doctor = 'firebreak doctor';

/** The Kata that a cluster would use, or why it cannot. Really makes a virtual machine, unless it may be emulated. */
export const findKata = async (options: KataOptions): Promise<KataFound> => {
  const { home } = options;
  const wanted = flavoursOf(options);
  const flavour =
    (await flavourIn(
      home,
      wanted.filter((name) => unfitOf(options, name) === undefined),
    )) ?? (await flavourIn(home, wanted));
  if (flavour === undefined) {
    return { missing: `there is no ${wanted.map((name) => `${home}/${shimOf(name)}`).join(', nor ')}`, next: doctor };
  }
  const unfit = unfitOf(options, flavour);
  if (unfit !== undefined) return { missing: unfit.because, next: `change runtimes.kata.${unfit.key.join('.')}` };
  const { programs, configurationOf } = flavours[flavour];
  const shim = `${home}/${shimOf(flavour)}`;
  const configuration = `${home}/${configurationOf(options.hypervisor)}`;
  const flawed = await flawOf(configuration, options);
  if (flawed !== undefined) return { missing: flawed, next: 'install Kata Containers again' };
  const version = await kataVersion(shim);
  if (version === undefined) return { missing: `${shim} --version does not tell its version`, next: doctor };
  const [known] = escapesOf(version, flavour);
  if (known !== undefined) {
    const next = `install Kata Containers ${oldestSafe} or newer`;
    return { missing: `Kata ${version} has ${known.id}: ${known.what}`, next };
  }
  if (!options.emulated) {
    const flaw = kvmFlaw(await tryKvm(), await readFile('/proc/cpuinfo', 'utf8'));
    if (flaw !== undefined) return { missing: flaw, next: doctor };
  }
  return { kata: { version, flavour, programs: `${home}/${programs}`, configuration } };
};

/** The first of `wanted` whose shim is below `home`. */
export const flavourIn = async (
  home: string,
  wanted: readonly FlavourName[] = flavourNames,
): Promise<FlavourName | undefined> => {
  for (const name of wanted) {
    const there = await canAccess(`${home}/${shimOf(name)}`, constants.X_OK);
    if (there) return name;
  }
  return undefined;
};

/** What is wrong with a configuration as far as a look at it tells; the shim reads it only when a pod is started. */
const flawOf = async (path: string, { hypervisor, options }: KataOptions): Promise<string | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return `there is no ${path}`;
  const table = `[hypervisor.${tables[hypervisor]}]`;
  if (!text.split('\n').includes(table)) return `${path} has no ${table}`;
  return options.daxMiB === 0 ? undefined : windowless(/^path = "(.*)"$/m.exec(text)?.[1] ?? '');
};

/** QEMU's own releases have no window for shared folders; one with patches has. */
const windowless = async (qemu: string): Promise<string | undefined> => {
  const asked = { reject: false, all: true, timeout: 10_000 } as const;
  const { all = '' } = await execa(qemu, ['-device', 'vhost-user-fs-pci,help'], asked);
  return all.includes('cache-size') ? undefined : `${qemu} has no DAX window (cache-size), and daxMiB asks for one`;
};

/** Undefined where it does not tell. Both shims print their version as the first one of their answer: `… version 4.1.0, commit …`. */
export const kataVersion = async (shim: string): Promise<string | undefined> => {
  const { all = '' } = await execa(shim, ['--version'], { reject: false, all: true, timeout: 10_000 });
  return /(\d+\.\d+\.\d+\S*?)[\s,]/.exec(`${all} `)?.[1];
};
