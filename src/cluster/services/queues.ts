import type { ClusterSpec } from '../spec.ts';
import type { Properties } from './properties-xml.ts';

export interface Queue {
  readonly name: string;
  readonly users: readonly string[];
  /** Percent of the cluster. */
  readonly capacity: number;
}

/** One queue per tenant; tenants that name no capacity share what is left in equal parts. */
export const queuesOf = (spec: ClusterSpec): Queue[] => {
  const tenants = Object.entries(spec.tenants);
  const given = tenants.reduce((sum, [, tenant]) => sum + (tenant.capacity ?? 0), 0);
  const open = tenants.filter(([, tenant]) => tenant.capacity === undefined).length;
  const share = open === 0 ? 0 : Math.floor(((100 - given) / open) * 1000) / 1000;
  const capacities = tenants.map(([, tenant]) => tenant.capacity ?? share);
  const rest = 100 - capacities.reduce((sum, capacity) => sum + capacity, 0);
  const taker = tenants.findIndex(([, tenant]) => tenant.capacity === undefined);
  return tenants.map(([name, tenant], index) => ({
    name: tenant.queue ?? name,
    users: tenant.users,
    // YARN wants the sum to be 100: one queue takes what rounding left.
    capacity: Number(((capacities[index] ?? 0) + (index === taker ? rest : 0)).toFixed(4)),
  }));
};

/** capacity-scheduler.xml: a queue takes jobs of its own tenant's users only, and finds them without being named. */
export const capacityScheduler = (spec: ClusterSpec): Properties => {
  const queues = queuesOf(spec);
  return {
    'yarn.scheduler.capacity.resource-calculator': 'org.apache.hadoop.yarn.util.resource.DominantResourceCalculator',
    'yarn.scheduler.capacity.maximum-am-resource-percent': 0.5,
    'yarn.scheduler.capacity.node-locality-delay': 0,
    'yarn.scheduler.capacity.root.queues': queues.map(({ name }) => name).join(','),
    // A single space is YARN's way to say nobody; an empty or missing value says everybody.
    'yarn.scheduler.capacity.root.acl_submit_applications': ' ',
    'yarn.scheduler.capacity.root.acl_administer_queue': ' ',
    'yarn.scheduler.capacity.queue-mappings': queues
      .flatMap(({ name, users }) => users.map((user) => `u:${user}:root.${name}`))
      .join(','),
    'yarn.scheduler.capacity.queue-mappings-override.enable': false,
    ...Object.assign({}, ...queues.map(queueProperties)),
  };
};

const queueProperties = ({ name, users, capacity }: Queue): Properties => {
  const prefix = `yarn.scheduler.capacity.root.${name}`;
  return {
    [`${prefix}.capacity`]: capacity,
    [`${prefix}.maximum-capacity`]: 100,
    // One user may take the whole cluster while nobody else wants it.
    [`${prefix}.user-limit-factor`]: Math.ceil(100 / capacity),
    [`${prefix}.acl_submit_applications`]: `${users.join(',')} `,
    [`${prefix}.acl_administer_queue`]: `${users.join(',')} `,
  };
};
