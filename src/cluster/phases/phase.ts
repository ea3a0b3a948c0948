import type { Progress } from '../../progress.ts';
import type { Plan } from '../plan.ts';

/** One step of `up`: makes its part true, whatever of it is true already. */
export interface Phase {
  /** As the user reads it. */
  readonly name: string;
  /** Phases that must have ended before. */
  readonly after: readonly Phase[];
  run(plan: Plan, progress: Progress): Promise<void>;
}
