import { hostFacts } from '../hosts/facts.ts';
import type { Part } from '../part.ts';
import { type Plan, planOf } from '../plan.ts';
import { distributionOnHost } from './sent-software.ts';

/** The plan of a host for its part of the cluster. */
export const planFor = async ({ spec, software, assignment }: Part): Promise<Plan> => {
  const distribution = await distributionOnHost(spec, software);
  const facts = await hostFacts(spec, distribution);
  const host = { ...facts, imageJavaHome: software.imageJavaHome };
  return planOf(spec, distribution, host, { ...assignment, largest: assignment.largest });
};
