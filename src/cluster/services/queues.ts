import { usesLabels } from '../node-labels.ts';
import type { Capacity, Plan } from '../plan.ts';
import type { ClusterSpec } from '../spec.ts';
import type { Properties } from './properties-xml.ts';

export interface Queue {
  readonly name: string;
  readonly users: readonly string[];
  /** Whose hosts its containers run on; undefined: on hosts without a label. */
  readonly label: string | undefined;
  /** Percent of those hosts. */
  readonly capacity: number;
}

type Tenant = readonly [name: string, policy: ClusterSpec['tenants'][string]];

/** One queue per tenant. The tenants of a label share its hosts, all others those without one. */
export const queuesOf = (spec: ClusterSpec): Queue[] => {
  const tenants = Object.entries(spec.tenants);
  const shares = new Map([...Map.groupBy(tenants, ([, { label }]) => label).values()].flatMap(sharesOf));
  return tenants.map(([name, { queue, users, label }]) => ({
    name: queue ?? name,
    users,
    label,
    capacity: shares.get(name) ?? 0,
  }));
};

/** Percent of each; tenants that name no capacity share what is left in equal parts. */
const sharesOf = (tenants: readonly Tenant[]): (readonly [name: string, capacity: number])[] => {
  const given = tenants.reduce((sum, [, tenant]) => sum + (tenant.capacity ?? 0), 0);
  const open = tenants.filter(([, tenant]) => tenant.capacity === undefined).length;
  const share = open === 0 ? 0 : Math.floor(((100 - given) / open) * 1000) / 1000;
  const capacities = tenants.map(([, tenant]) => tenant.capacity ?? share);
  const rest = 100 - capacities.reduce((sum, capacity) => sum + capacity, 0);
  const taker = tenants.findIndex(([, tenant]) => tenant.capacity === undefined);
  // YARN wants the sum to be 100: one queue takes what rounding left.
  return tenants.map(([name], index) => [
    name,
    Number(((capacities[index] ?? 0) + (index === taker ? rest : 0)).toFixed(4)),
  ]);
};

/** capacity-scheduler.xml: a queue takes jobs of its own tenant's users only, and finds them without being named. */
export const capacityScheduler = (spec: ClusterSpec, largestOfLabel: Plan['largestOfLabel'] = {}): Properties => {
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
    ...(usesLabels(spec) ? labelProperties(queues, largestOfLabel) : {}),
  };
};

const root = 'yarn.scheduler.capacity.root';

const queueProperties = ({ name, users, label, capacity }: Queue): Properties => {
  const prefix = `${root}.${name}`;
  return {
    // A queue with a label has nothing of the hosts without one, not even by asking for them.
    [`${prefix}.capacity`]: label === undefined ? capacity : 0,
    [`${prefix}.maximum-capacity`]: label === undefined ? 100 : 0,
    // One user may take the whole cluster while nobody else wants it.
    [`${prefix}.user-limit-factor`]: Math.ceil(100 / capacity),
    [`${prefix}.acl_submit_applications`]: `${users.join(',')} `,
    [`${prefix}.acl_administer_queue`]: `${users.join(',')} `,
  };
};

const labelProperties = (queues: readonly Queue[], largest: Plan['largestOfLabel']): Properties => {
  const used = new Set(queues.flatMap(({ label }) => label ?? []));
  const wholes = [...used].map((label) => [`${root}.accessible-node-labels.${label}.capacity`, 100] as const);
  return {
    ...Object.fromEntries(wholes),
    // YARN refuses shares that add up to nothing, as they do on hosts without a label where every tenant has one.
    ...(queues.some(({ label }) => label === undefined) ? {} : { [`${root}.allow-zero-capacity-sum`]: true }),
    ...Object.assign({}, ...queues.map(queueLabelProperties)),
    ...Object.assign({}, ...queues.map((queue) => mostOfOne(queue, largest[queue.label ?? '']))),
  };
};

const queueLabelProperties = ({ name, label, capacity }: Queue): Properties => {
  const labels = `${root}.${name}.accessible-node-labels`;
  // A missing value is the root's, which is all labels.
  if (label === undefined) return { [labels]: ' ' };
  return {
    [labels]: label,
    [`${labels}.${label}.capacity`]: capacity,
    [`${labels}.${label}.maximum-capacity`]: 100,
    // Of the ApplicationMaster and of every container that asks for no label itself.
    [`${root}.${name}.default-node-label-expression`]: label,
  };
};

/** YARN refuses what no host of the queue could give, instead of waiting for ever for one that can. */
const mostOfOne = ({ name }: Queue, largest: Capacity | undefined): Properties =>
  largest === undefined
    ? {}
    : {
        [`${root}.${name}.maximum-allocation-mb`]: largest.memoryMiB,
        [`${root}.${name}.maximum-allocation-vcores`]: largest.vcores,
      };
