import type { Plan } from '../plan.ts';
import type { Change, Phase } from './phase.ts';

/** What `up` would change on this host, found without touching it, in the order of its phases. */
export const pendingChanges = async (phases: readonly Phase[], plan: Plan): Promise<Change[]> => {
  const changes: Change[] = [];
  for (const phase of phases) {
    if (phase.on?.(plan) === false || phase.pending === undefined) continue;
    for (const { what, why } of await phase.pending(plan)) changes.push({ what, why });
  }
  return changes;
};
