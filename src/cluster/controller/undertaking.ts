import { serviceAddress } from '../address-plan.ts';
import type { DrainedDaemon } from '../drain/lists.ts';
import { placeOf, rolesOf } from '../host-spec.ts';
import type { Examination } from '../on-host/examine.ts';
import type { InputOf } from '../on-host/operations.ts';
import { type Capacity, capacityOf, type HostLink } from '../plan.ts';
import type { ClusterSpec } from '../spec.ts';
import type { Software } from './software.ts';

/** What the controller has found out when it begins to change hosts. */
export interface Undertaking {
  readonly spec: ClusterSpec;
  readonly software: Software;
  /** Of each host of the spec, in its order. */
  readonly examinations: readonly Examination[];
  /** Daemons that are out of work, by the masters' lists. */
  readonly drained: readonly DrainedDaemon[];
  /** Whether HDFS may go to a newer Hadoop. */
  readonly upgrade: boolean;
  /** Whether no host keeps anything of HDFS. */
  readonly newHdfs: boolean;
}

/** What the host at `own` is told of its part. */
export const partOf = (
  { spec, software, examinations, drained, upgrade, newHdfs }: Undertaking,
  own: number,
): InputOf<'up'> => ({
  spec,
  software: spec.hosts[own]?.address === 'local' ? software.here : software.onHosts,
  assignment: {
    own,
    links:
      spec.hosts.length === 1 ? [] : examinations.flatMap(({ link }): HostLink[] => (link === undefined ? [] : [link])),
    largest: largestOf(nodesOf(spec, examinations)),
    largestOfLabel: largestOfLabels(nodesOf(spec, examinations)),
    drained: drained
      .filter(({ address }) => address === serviceAddress(spec.network.subnet, placeOf(spec, own)))
      .map(({ role }) => role),
    upgrade,
    newHdfs,
  },
});

interface Node {
  readonly label: string;
  readonly capacity: Capacity;
}

const nodesOf = (spec: ClusterSpec, examinations: readonly Examination[]): Node[] =>
  examinations.flatMap((host, index) =>
    rolesOf(spec, index).includes('nodemanager')
      ? [{ label: spec.hosts[index]?.label ?? '', capacity: capacityOf(spec, index, host) }]
      : [],
  );

/** The most that any of those nodes has: YARN grants no container more. */
const largestOf = (nodes: readonly Node[]): Capacity => ({
  memoryMiB: Math.max(...nodes.map(({ capacity }) => capacity.memoryMiB)),
  vcores: Math.max(...nodes.map(({ capacity }) => capacity.vcores)),
});

const largestOfLabels = (nodes: readonly Node[]): Record<string, Capacity> =>
  Object.fromEntries(
    [...Map.groupBy(nodes, ({ label }) => label)].map(([label, theirs]) => [label, largestOf(theirs)]),
  );
