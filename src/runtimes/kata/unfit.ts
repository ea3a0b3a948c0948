import { type FlavourName, flavourNames } from './flavour.ts';
import type { KataOptions } from './options.ts';

/** A setting that Kata takes, or passes over, and that cannot work. */
export interface Unfit {
  /** Path of its key below `runtimes.kata`. */
  readonly key: readonly string[];
  readonly because: string;
}

interface Rule extends Unfit {
  applies(options: KataOptions, flavour: FlavourName): boolean;
}

/** Read in the source of Kata 4.1.0 (commit 7c6ba40). */
const rules: readonly Rule[] = [
  {
    key: ['hypervisor'],
    because:
      'Firecracker has no virtio-fs: Kata would copy a container’s folders into the VM once, so that its logs and results never came out; its root would need containerd’s devmapper snapshotter besides',
    applies: ({ hypervisor }) => hypervisor === 'firecracker',
  },
  {
    key: ['emulated'],
    because: 'Dragonball runs in Kata’s shim on KVM, and nothing can be put in its place',
    applies: ({ hypervisor, emulated }) => hypervisor === 'dragonball' && emulated,
  },
  {
    key: ['hypervisor'],
    because: 'Dragonball is part of runtime-rs, and the Go shim has none',
    applies: ({ hypervisor }, flavour) => flavour === 'go' && hypervisor === 'dragonball',
  },
  {
    key: ['options', 'cache'],
    because: 'runtime-rs knows the cache modes auto, always and never',
    applies: ({ options }, flavour) => flavour === 'rust' && options.cache === 'metadata',
  },
  {
    key: ['options', 'daxMiB'],
    because: 'Cloud Hypervisor has no such window any more, and the guest’s kernel would refuse the mount',
    applies: ({ hypervisor, options }) => hypervisor === 'cloud-hypervisor' && options.daxMiB > 0,
  },
  {
    key: ['options', 'daxMiB'],
    because: 'no guest of runtime-rs uses the window: it mounts the shared folders without it',
    applies: ({ options }, flavour) => flavour === 'rust' && options.daxMiB > 0,
  },
  {
    key: ['options', 'diskIo'],
    because: 'Kata gives it to QEMU alone, and other hypervisors read and write disks their own way',
    applies: ({ hypervisor, options }) => hypervisor !== 'qemu' && options.diskIo !== undefined,
  },
  {
    key: ['options', 'diskThread'],
    because: 'Kata gives it to QEMU alone; other hypervisors have such threads of themselves',
    applies: ({ hypervisor, options }) => hypervisor !== 'qemu' && options.diskThread,
  },
];

/** Why these options cannot work with this shim; undefined where they may. */
export const unfitOf = (options: KataOptions, flavour: FlavourName): Unfit | undefined =>
  rules.find(({ applies }) => applies(options, flavour));

/** The shims that these options ask for, or leave open. */
export const flavoursOf = ({ flavour }: KataOptions): readonly FlavourName[] =>
  flavour === undefined ? flavourNames : [flavour];

/** Why these options cannot work, whichever of the shims they leave open is installed. */
export const unfitAnyway = (options: KataOptions): Unfit | undefined => {
  const unfits = flavoursOf(options).map((flavour) => unfitOf(options, flavour));
  return unfits.every((unfit) => unfit !== undefined) ? unfits[0] : undefined;
};
