import { roomForHosts } from './address-plan.ts';
import { type HostRole, hostNameOf, hostRoles, hostsWith } from './host-spec.ts';
import type { ClusterSpec } from './spec.ts';
import type { SpecProblem } from './spec-problem.ts';

/** How many hosts of a cluster may have a role, where that is not any number. */
const most: Partial<Readonly<Record<HostRole, number>>> = { namenode: 2, resourcemanager: 2, historyserver: 1 };

/** Roles that a cluster needs only for high availability. */
const optional: readonly HostRole[] = ['zookeeper', 'journalnode'];

/** How the hosts of a spec must fit together. */
export const checkHosts = (spec: ClusterSpec): SpecProblem[] => [
  ...checkNames(spec),
  ...checkRoles(spec),
  ...checkMajority(spec, 'zookeeper', ['resourcemanager', 'namenode']),
  ...checkMajority(spec, 'journalnode', ['namenode']),
  ...checkSsh(spec),
  ...checkPlaces(spec),
];

const checkNames = (spec: ClusterSpec): SpecProblem[] => {
  const names = spec.hosts.map((_, index) => hostNameOf(spec, index));
  return names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [{ path: ['hosts', index], message: `host ${name} is there already` }],
  );
};

const checkRoles = (spec: ClusterSpec): SpecProblem[] =>
  hostRoles.flatMap((role) => {
    const having = hostsWith(spec, role);
    if (having.length === 0)
      return optional.includes(role) ? [] : [{ path: ['hosts'], message: `no host has the role ${role}` }];
    const extra = having[most[role] ?? having.length];
    if (extra === undefined) return [];
    const others = having.slice(0, most[role]).map((index) => hostNameOf(spec, index));
    const path = ['hosts', extra, 'roles'];
    return [{ path, message: `${role} is on ${others.join(' and ')} already` }];
  });

/**
 * Where two daemons stand for each other, others keep what both must know, and agree on it by majority: one more than an odd
 * number would be one more that must be there.
 */
const checkMajority = (spec: ClusterSpec, role: HostRole, served: readonly HostRole[]): SpecProblem[] => {
  const having = hostsWith(spec, role);
  const last = having.at(-1);
  const double = served.find((each) => hostsWith(spec, each).length > 1);
  if (double === undefined) {
    if (last === undefined) return [];
    const message = `${role} is for two hosts with the role ${served.join(' or ')}, and there is one`;
    return [{ path: ['hosts', last, 'roles'], message }];
  }
  if (having.length >= 3 && having.length % 2 === 1) return [];
  const count = having.length === 0 ? 'none has' : having.length === 1 ? 'one has' : `${having.length} have`;
  const message = `two hosts with the role ${double} need three with the role ${role}, or a larger odd number, and ${count} it`;
  return [{ path: ['hosts', last ?? hostsWith(spec, double)[1] ?? 0, 'roles'], message }];
};

const checkSsh = ({ hosts }: ClusterSpec): SpecProblem[] =>
  hosts.flatMap(({ address, ssh }, index) =>
    address === 'local' && ssh !== undefined
      ? [{ path: ['hosts', index, 'ssh'], message: 'this machine is not reached by ssh: give it an `address`' }]
      : [],
  );

const checkPlaces = ({ hosts, network: { subnet } }: ClusterSpec): SpecProblem[] =>
  hosts.flatMap(({ place }, index) => {
    if (place === undefined) return [];
    const path = ['hosts', index, 'place'];
    const first = hosts.findIndex((host) => host.place === place);
    if (first !== index) return [{ path, message: `place ${place} is another host’s already` }];
    const room = roomForHosts(subnet);
    return place < room ? [] : [{ path, message: `${subnet} has room for ${room} hosts: places 0 to ${room - 1}` }];
  });
