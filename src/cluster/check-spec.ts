import { unfitAnyway } from '../runtimes/kata/unfit.ts';
import { runtimeClass } from '../runtimes/registry.ts';
import { serviceUsers } from './accounts.ts';
import { isAligned, roomForHosts } from './address-plan.ts';
import { checkHosts } from './check-hosts.ts';
import { checkLabels } from './check-labels.ts';
import type { ClusterSpec } from './spec.ts';
import type { SpecProblem } from './spec-problem.ts';

/** Accounts that containers never run as: the machine's own and the daemons'. */
const reservedUsers: ReadonlySet<string> = new Set(['root', ...serviceUsers]);
const mostTenants = 15;

/** What a schema cannot say: how the parts of a spec must fit together. */
export const checkSpec = (spec: ClusterSpec): SpecProblem[] => [
  ...checkHosts(spec),
  ...checkLabels(spec),
  ...checkUsers(spec),
  ...checkRuntimes(spec),
  ...checkKata(spec),
  ...checkQueues(spec),
  ...checkCapacities(spec),
  ...checkSubnet(spec),
  ...checkTenantCount(spec),
];

const checkUsers = ({ tenants }: ClusterSpec): SpecProblem[] => {
  const owner = new Map<string, string>();
  const problems: SpecProblem[] = [];
  for (const [tenant, { users }] of Object.entries(tenants)) {
    for (const [index, user] of users.entries()) {
      const path = ['tenants', tenant, 'users', index];
      const other = owner.get(user);
      if (other !== undefined) problems.push({ path, message: `user ${user} is in tenant ${other} already` });
      if (reservedUsers.has(user)) problems.push({ path, message: `${user} is a system account and no tenant’s user` });
      owner.set(user, tenant);
    }
  }
  return problems;
};

const strengthOf = (name: string): number => runtimeClass(name)?.strength ?? Number.POSITIVE_INFINITY;

const checkRuntimes = ({ tenants }: ClusterSpec): SpecProblem[] =>
  Object.entries(tenants).flatMap(([name, { runtime, minimum }]) =>
    minimum !== undefined && strengthOf(minimum) > strengthOf(runtime)
      ? [
          {
            path: ['tenants', name, 'minimum'],
            message: `${minimum} is stronger than the tenant’s own runtime ${runtime}`,
          },
        ]
      : [],
  );

const checkKata = ({ runtimes: { kata } }: ClusterSpec): SpecProblem[] => {
  const unfit = unfitAnyway(kata);
  return unfit === undefined ? [] : [{ path: ['runtimes', 'kata', ...unfit.key], message: unfit.because }];
};

const checkQueues = ({ tenants }: ClusterSpec): SpecProblem[] => {
  const owner = new Map<string, string>();
  return Object.entries(tenants).flatMap(([name, tenant]) => {
    const queue = tenant.queue ?? name;
    const other = owner.get(queue);
    owner.set(queue, name);
    if (other === undefined) return [];
    const path = tenant.queue === undefined ? ['tenants', name] : ['tenants', name, 'queue'];
    return [{ path, message: `queue ${queue} is tenant ${other}’s already` }];
  });
};

/** Of each label's hosts, and of those without, the tenants there share all. */
const checkCapacities = ({ tenants }: ClusterSpec): SpecProblem[] =>
  [...Map.groupBy(Object.entries(tenants), ([, { label }]) => label)].flatMap(([label, sharing]) =>
    checkShares(sharing, label === undefined ? 'the capacities' : `the capacities on hosts with the label ${label}`),
  );

const checkShares = (all: readonly [string, ClusterSpec['tenants'][string]][], shares: string): SpecProblem[] => {
  const given = all.filter(([, { capacity }]) => capacity !== undefined);
  const sum = given.reduce((total, [, { capacity }]) => total + (capacity ?? 0), 0);
  const path = ['tenants', given.at(-1)?.[0] ?? '', 'capacity'];
  const rounded = Number(sum.toFixed(4));
  if (rounded > 100) return [{ path, message: `${shares} add up to ${rounded} percent; 100 is all there is` }];
  const open = all.find(([, { capacity }]) => capacity === undefined)?.[0];
  if (open !== undefined && rounded === 100) return [{ path, message: `${shares} leave nothing for tenant ${open}` }];
  if (open === undefined && rounded < 100) {
    return [
      { path, message: `${shares} add up to ${rounded} percent; they must make 100, or leave one tenant without` },
    ];
  }
  return [];
};

const checkSubnet = ({ network: { subnet }, hosts }: ClusterSpec): SpecProblem[] => {
  const path = ['network', 'subnet'];
  const [address = '', prefix] = subnet.split('/');
  if (address.split('.').some((octet) => Number(octet) > 255))
    return [{ path, message: `${subnet} is no IPv4 network` }];
  if (!isAligned(subnet)) return [{ path, message: `no /${prefix} begins at ${address}` }];
  const room = roomForHosts(subnet);
  if (hosts.length <= room) return [];
  return [{ path, message: `${subnet} has room for ${room} hosts, a /20 each, and the cluster has ${hosts.length}` }];
};

const checkTenantCount = ({ tenants }: ClusterSpec): SpecProblem[] => {
  const names = Object.keys(tenants);
  const extra = names[mostTenants];
  if (extra === undefined) return [];
  return [{ path: ['tenants', extra], message: `a cluster has room for ${mostTenants} tenants, one /24 each` }];
};
