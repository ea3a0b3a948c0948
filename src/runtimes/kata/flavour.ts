/** Kata's two shims: the older one, written in Go, and runtime-rs, in Rust, which is Kata's own default since 4.0. */
export const flavourNames = ['go', 'rust'] as const;
export type FlavourName = (typeof flavourNames)[number];

/** Name of each hypervisor's table in a configuration of Kata, and in the name of its file. */
export const tables = { qemu: 'qemu', 'cloud-hypervisor': 'clh' } as const;
export type Hypervisor = keyof typeof tables;

interface Flavour {
  /** Folder of its shim, below Kata's. */
  readonly programs: string;
  /** Folder of its configurations, below Kata's, and the name of each. */
  readonly configurations: string;
  readonly configurationName: (hypervisor: Hypervisor) => string;
}

const configurations = 'share/defaults/kata-containers';

/** Where a release of Kata has what. */
export const flavours: Readonly<Record<FlavourName, Flavour>> = {
  go: {
    programs: 'bin',
    configurations,
    configurationName: (hypervisor) => `configuration-${tables[hypervisor]}.toml`,
  },
  rust: {
    programs: 'runtime-rs/bin',
    configurations: `${configurations}/runtime-rs`,
    configurationName: (hypervisor) => `configuration-${tables[hypervisor]}-runtime-rs.toml`,
  },
};

/** A flavour's shim, below Kata's folder. */
export const shimOf = (flavour: FlavourName): string => `${flavours[flavour].programs}/containerd-shim-kata-v2`;
