/** Kata's two shims: the older one, written in Go, and runtime-rs, in Rust, which is Kata's own default since 4.0. */
export const flavourNames = ['go', 'rust'] as const;
export type FlavourName = (typeof flavourNames)[number];

export const hypervisors = ['qemu', 'cloud-hypervisor', 'dragonball', 'firecracker'] as const;
export type Hypervisor = (typeof hypervisors)[number];

/** Name of each hypervisor's table in a configuration of Kata. */
export const tables = {
  qemu: 'qemu',
  'cloud-hypervisor': 'clh',
  dragonball: 'dragonball',
  firecracker: 'firecracker',
} as const satisfies Record<Hypervisor, string>;

interface Flavour {
  /** Folder of its shim, below Kata's. */
  readonly programs: string;
  /** Its configuration of a hypervisor, below Kata's folder. */
  readonly configurationOf: (hypervisor: Hypervisor) => string;
}

const configurations = 'share/defaults/kata-containers';
const goNames = { ...tables, firecracker: 'fc' };
const rustNames = {
  qemu: 'qemu-runtime-rs',
  'cloud-hypervisor': 'clh-runtime-rs',
  dragonball: 'dragonball',
  firecracker: 'rs-fc',
};

/** Where a release of Kata has what. */
export const flavours: Readonly<Record<FlavourName, Flavour>> = {
  go: {
    programs: 'bin',
    configurationOf: (hypervisor) => `${configurations}/configuration-${goNames[hypervisor]}.toml`,
  },
  rust: {
    programs: 'runtime-rs/bin',
    configurationOf: (hypervisor) => `${configurations}/runtime-rs/configuration-${rustNames[hypervisor]}.toml`,
  },
};

/** A flavour's shim, below Kata's folder. */
export const shimOf = (flavour: FlavourName): string => `${flavours[flavour].programs}/containerd-shim-kata-v2`;
