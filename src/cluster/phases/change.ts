import type { Plan } from '../plan.ts';
import type { Change, Phase } from './phase.ts';

interface AppliedChange extends Change {
  /** Makes it right. */
  apply(): Promise<void>;
}

/** A phase that does what it finds to be done, and nothing else: `plan` shows the same list that `up` works through. */
export const phaseOfChanges = ({
  changes,
  ...phase
}: Omit<Phase, 'run' | 'pending'> & { changes(plan: Plan): Promise<AppliedChange[]> }): Phase => ({
  ...phase,
  pending: changes,
  run: async (plan) => {
    for (const change of await changes(plan)) await change.apply();
  },
});
