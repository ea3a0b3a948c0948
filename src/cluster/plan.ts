import { installDir } from '../distribution/folders.ts';
import type { Distribution } from '../distribution/install.ts';
import type { GvisorShimFound } from '../runtimes/gvisor/shim.ts';
import type { KataFound } from '../runtimes/kata/find-kata.ts';
import type { RuntimeName } from '../runtimes/runtime-class.ts';
import { surplusMiB } from './daemons.ts';
import type { DrainableRole } from './drain/drain.ts';
import { engineOf, usesKata } from './engine-of.ts';
import { rolesOf } from './host-spec.ts';
import { type Layout, layoutOf } from './layout.ts';
import { vxlanBytes } from './network/host-routes.ts';
import { tenantsOn } from './node-labels.ts';
import type { ClusterSpec } from './spec.ts';

/** What the machine has, as far as a cluster's configuration depends on it. */
export interface HostFacts {
  readonly hostname: string;
  readonly memoryMiB: number;
  readonly cpus: number;
  /** Of the Hadoop that the cluster is to run; undefined where it does not say. */
  readonly hadoopVersion?: string | undefined;
  /** runsc's path, where it is installed. */
  readonly runsc: string | undefined;
  /** The containerd that `up` starts; undefined where there is none yet. */
  readonly containerd?: string | undefined;
  /** gVisor's shim for containerd, where CRI is to serve it: where it is, or why it cannot be used. */
  readonly gvisorShim?: GvisorShimFound | undefined;
  /** Kata Containers, where a tenant runs in it: what is there, or why it cannot be used. */
  readonly kata?: KataFound | undefined;
  /** Java inside the workload image; unknown, and left to the image's own environment, where the user brings one. */
  readonly imageJavaHome: string | undefined;
}

/** What YARN may give to containers on a node. */
export interface Capacity {
  readonly memoryMiB: number;
  readonly vcores: number;
}

/** How the other hosts of a cluster reach one. */
export interface HostLink {
  /** Its address on the network that joins them. */
  readonly address: string;
  /** Its interface there. */
  readonly device: string;
  readonly mtu: number;
}

/** What a host must be told about the cluster that its spec does not say. */
export interface Assignment {
  /** Which of the spec's hosts it is. */
  readonly own: number;
  /** Of every host of the spec, in its order; none where there is only one. */
  readonly links: readonly HostLink[];
  /** The most that a node of the cluster has. */
  readonly largest: Capacity | undefined;
  /** The same among the hosts of each label. */
  readonly largestOfLabel?: Readonly<Record<string, Capacity>>;
  /** Its daemons that are out of work; default: none. */
  readonly drained?: readonly DrainableRole[];
  /** Whether HDFS may go to a newer Hadoop; default: no. */
  readonly upgrade?: boolean;
  /** Whether no host keeps anything of HDFS, so that two NameNodes may begin with a new one; default: no. */
  readonly newHdfs?: boolean;
}

const alone: Assignment = { own: 0, links: [], largest: undefined };

/** Everything that `up` will make true on a host, decided before anything is changed. */
export interface Plan {
  readonly spec: ClusterSpec;
  readonly layout: Layout;
  readonly distribution: Distribution;
  readonly host: HostFacts;
  readonly capacity: Capacity;
  /** The most that one container can have on any node. */
  readonly largest: Capacity;
  /** The same among the hosts of each label; '' is those without one. */
  readonly largestOfLabel: Readonly<Record<string, Capacity>>;
  readonly links: readonly HostLink[];
  /** Daemons that `up` leaves as they are, because the host is drained. */
  readonly drained: readonly DrainableRole[];
  /** Whether HDFS may go to a newer Hadoop. */
  readonly upgrade: boolean;
  /** Whether two NameNodes may begin with a new HDFS. */
  readonly newHdfs: boolean;
  /** Largest packet of containers. */
  readonly mtu: number;
  readonly runtimes: readonly RuntimeName[];
  /** Node that runs the agent, apart from the checkout's. */
  readonly node: string;
}

/** So that on a small machine memory, not vcores, says how many containers fit. */
const fewestVcores = 16;

/** Memory kept for daemons with their usual heaps, the agent and the system. */
const reservedMiB = 4096;

/** Node for our programs on every host. */
export const nodeOnHost = `${installDir}/node-${process.version.slice(1)}/bin/node`;

export const planOf = (
  spec: ClusterSpec,
  distribution: Distribution,
  host: HostFacts,
  { own, links, largest, largestOfLabel = {}, drained = [], upgrade = false, newHdfs = false }: Assignment = alone,
): Plan => ({
  spec,
  layout: layoutOf(spec, own),
  distribution,
  host,
  capacity: capacityOf(spec, own, host),
  largest: largest ?? capacityOf(spec, own, host),
  largestOfLabel,
  links,
  drained,
  upgrade,
  newHdfs,
  mtu: Math.min(spec.network.mtu, ...links.map(({ mtu }) => mtu - headersOf(spec))),
  runtimes: [
    'runc',
    ...(hasGvisor(spec, host) ? (['gvisor'] as const) : []),
    ...(host.kata !== undefined && 'kata' in host.kata ? (['kata'] as const) : []),
  ],
  node: nodeOnHost,
});

/** What YARN may give on the host `own` of the spec, whose machine is `host`. */
export const capacityOf = (
  spec: ClusterSpec,
  own: number,
  host: Pick<HostFacts, 'memoryMiB' | 'cpus'>,
): Plan['capacity'] => ({
  memoryMiB: chargedMemoryMiB(spec, own, spec.hosts[own]?.memoryMiB ?? defaultMemoryMiB(spec, own, host.memoryMiB)),
  vcores: spec.hosts[own]?.vcores ?? Math.max(2 * host.cpus, fewestVcores),
});

const headersOf = ({ network }: ClusterSpec): number => (network.betweenHosts === 'vxlan' ? vxlanBytes : 0);

const hasGvisor = (spec: ClusterSpec, { runsc, gvisorShim }: HostFacts): boolean =>
  runsc !== undefined &&
  (engineOf(spec, 'gvisor') === 'docker' || (gvisorShim !== undefined && 'programs' in gvisorShim));

const defaultMemoryMiB = (spec: ClusterSpec, own: number, total: number): number => {
  const reserved = reservedMiB + surplusMiB(spec.daemons, rolesOf(spec, own));
  const memory = Math.max(total - reserved, total / 2);
  return Math.floor(memory / 256) * 256;
};

/** Smallest container that YARN grants, MiB: of a cluster that boots a VM for each, larger. */
export const smallestContainerMiB = (spec: ClusterSpec): number => (usesKata(spec) ? 1024 : 256);

/**
 * Memory that YARN may give, less what the VMs around its containers take beside: even when the node is full of the
 * smallest containers there is, all of their overheads fit into `total`.
 */
const chargedMemoryMiB = (spec: ClusterSpec, own: number, total: number): number => {
  if (!usesKata({ tenants: tenantsOn(spec, own) })) return total;
  const smallest = smallestContainerMiB(spec);
  return Math.floor(total / (smallest + spec.runtimes.kata.overheadMiB)) * smallest;
};
