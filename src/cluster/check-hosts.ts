import { roomForHosts } from './address-plan.ts';
import { type HostRole, hostNameOf, hostRoles, rolesOf } from './host-spec.ts';
import type { ClusterSpec } from './spec.ts';
import type { SpecProblem } from './spec-problem.ts';

/** Daemons that a cluster has once. */
const single: readonly HostRole[] = ['namenode', 'resourcemanager', 'historyserver'];

/** How the hosts of a spec must fit together. */
export const checkHosts = (spec: ClusterSpec): SpecProblem[] => [
  ...checkNames(spec),
  ...checkRoles(spec),
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
    const having = spec.hosts.flatMap((_, index) => (rolesOf(spec, index).includes(role) ? [index] : []));
    const [first, second] = having;
    if (first === undefined) return [{ path: ['hosts'], message: `no host has the role ${role}` }];
    if (second === undefined || !single.includes(role)) return [];
    const path = ['hosts', second, 'roles'];
    return [{ path, message: `host ${hostNameOf(spec, first)} is the ${role} already` }];
  });

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
