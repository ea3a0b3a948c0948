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
}

/** What the host at `own` is told of its part. */
export const partOf = ({ spec, software, examinations, drained }: Undertaking, own: number): InputOf<'up'> => ({
  spec,
  software: spec.hosts[own]?.address === 'local' ? software.here : software.onHosts,
  assignment: {
    own,
    links:
      spec.hosts.length === 1 ? [] : examinations.flatMap(({ link }): HostLink[] => (link === undefined ? [] : [link])),
    largest: largestOf(spec, examinations),
    drained: drained
      .filter(({ address }) => address === serviceAddress(spec.network.subnet, placeOf(spec, own)))
      .map(({ role }) => role),
  },
});

/** The most that any node has: YARN grants no container more. */
const largestOf = (spec: ClusterSpec, examinations: readonly Examination[]): Capacity => {
  const nodes = examinations
    .map((host, index) => ({ roles: rolesOf(spec, index), capacity: capacityOf(spec, index, host) }))
    .filter(({ roles }) => roles.includes('nodemanager'));
  return {
    memoryMiB: Math.max(...nodes.map(({ capacity }) => capacity.memoryMiB)),
    vcores: Math.max(...nodes.map(({ capacity }) => capacity.vcores)),
  };
};
