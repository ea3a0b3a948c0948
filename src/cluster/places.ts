import { FirebreakError } from '../errors.ts';
import { roomForHosts, serviceAddress } from './address-plan.ts';
import { type HostRole, type HostSpec, hostNameOf, hostWith, placeOf, rolesOf } from './host-spec.ts';
import type { ClusterSpec } from './spec.ts';

/** A host of a running cluster, as the last `up` told the hosts. */
export interface KnownHost extends HostSpec {
  readonly name: string;
  readonly place: number;
  readonly roles: HostRole[];
}

/** What a machine says of the cluster. */
export interface Registration {
  /** Which of the hosts it is, by the name of that time. */
  readonly own: string;
  readonly hosts: readonly KnownHost[];
}

/** The hosts with all that follows from their order said. */
export const knownHosts = (hosts: readonly HostSpec[]): KnownHost[] =>
  hosts.map((host, index) => ({
    ...host,
    name: hostNameOf({ hosts }, index),
    place: placeOf({ hosts }, index),
    roles: [...rolesOf({ hosts }, index)],
  }));

/** What a running cluster and a spec have to do with each other. */
export interface Placed {
  /** The spec with a place for each host. */
  readonly spec: ClusterSpec;
  /** Of each host of the spec, in its order: what it was before; undefined of a new one. */
  readonly before: readonly (KnownHost | undefined)[];
  /** Hosts of the cluster that the spec does not have any more. */
  readonly leaving: readonly KnownHost[];
}

/**
 * Every host keeps the place that it has in the running cluster, whatever its name and its line in the file; a new one gets
 * the first that is free. `registered` is what each machine of the spec says, `listed` are addresses that the masters still
 * have on their lists: a new host there would be taken for the one before.
 * @throws FirebreakError `FB-SCALE-PLACE`, `FB-SCALE-ROOM`
 */
export const placed = (
  spec: ClusterSpec,
  registered: readonly (Registration | undefined)[],
  listed: readonly string[] = [],
): Placed => {
  const { known, before, leaving } = compared(spec, registered);
  const names = spec.hosts.map((_, index) => hostNameOf(spec, index));
  const { subnet } = spec.network;
  const used = new Set([...known.map(({ place }) => place), ...spec.hosts.flatMap(({ place }) => place ?? [])]);
  const free = Array.from({ length: roomForHosts(subnet) }, (_, place) => place)
    .filter((place) => !used.has(place) && !listed.includes(serviceAddress(subnet, place)))
    .values();
  const hosts = spec.hosts.map((host, index) => {
    const [had, name] = [before[index], names[index] ?? ''];
    if (had !== undefined && host.place !== undefined && host.place !== had.place) throw moved(name, had, host.place);
    const place = host.place ?? had?.place ?? free.next().value;
    if (place === undefined) throw noRoom(spec, name);
    return { ...host, place };
  });
  return { spec: { ...spec, hosts }, before, leaving };
};

/** Which of the cluster's hosts is which of the spec's, and who is left. */
export const compared = (
  spec: Pick<ClusterSpec, 'hosts'>,
  registered: readonly (Registration | undefined)[],
): Pick<Placed, 'before' | 'leaving'> & { readonly known: readonly KnownHost[] } => {
  // A host that was lost and comes back may tell of hosts that have left since: the masters' host is asked first.
  const told = registered[hostWith(spec, 'namenode')] ?? registered.find((each) => each !== undefined);
  const known = told?.hosts ?? [];
  const owns = registered.map((each) => known.find(({ name }) => name === each?.own));
  const before = spec.hosts.map((_, index) => {
    const name = hostNameOf(spec, index);
    return owns[index] ?? known.find((host) => host.name === name && !owns.includes(host));
  });
  return { known, before, leaving: known.filter((host) => !before.includes(host)) };
};

const moved = (name: string, { place: had }: KnownHost, wanted: number): FirebreakError =>
  new FirebreakError({
    code: 'FB-SCALE-PLACE',
    message: `${name} has place ${had} of the network in the cluster, and the spec says ${wanted}.`,
    because: 'Its addresses, and those of its containers and blocks, follow from its place.',
    next: 'Take `place` out of the spec: a host keeps the one it has.',
    exit: 2,
  });

const noRoom = ({ name, network: { subnet } }: ClusterSpec, host: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-SCALE-ROOM',
    message: `${subnet} has no free place for ${host} in cluster ${name}.`,
    because: 'A host that leaves has its place until the masters have forgotten it, some ten minutes later.',
    next: 'Take hosts away first, and add others with an `up` of its own, later.',
    exit: 2,
  });
