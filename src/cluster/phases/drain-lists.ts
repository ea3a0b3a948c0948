import { type DrainableRole, drainableRoles } from '../drain/drain.ts';
import { drains } from '../drain/drains.ts';
import { readList, writeList } from '../drain/lists.ts';
import type { Plan } from '../plan.ts';
import { phaseOfChanges } from './change.ts';
import { folders } from './folders.ts';
import { withRole } from './phase.ts';

/** The masters do not take a list that is missing for an empty one. What a list says is left alone. */
export const drainLists = phaseOfChanges({
  name: 'Make the lists of drained hosts',
  after: [folders],
  on: withRole('namenode', 'resourcemanager'),
  changes: async (plan) => (await Promise.all(drainableRoles.map((role) => missingList(plan, role)))).flat(),
});

const missingList = async ({ layout }: Plan, role: DrainableRole) => {
  const drain = drains[role];
  if (!layout.roles.includes(drain.master) || (await readList(drain, layout)) !== undefined) return [];
  return [{ what: drain.list(layout), why: 'is missing', apply: () => writeList(drain, layout, []) }];
};
