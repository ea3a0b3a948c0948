import type { Progress } from '../../progress.ts';
import type { HostRole } from '../host-spec.ts';
import type { Plan } from '../plan.ts';

/** Something on a host that is not as the spec wants it. */
export interface Change {
  /** As the user reads it: `conf/hadoop/yarn-site.xml`. */
  readonly what: string;
  /** What is wrong with it: `is missing`. */
  readonly why: string;
}

/** One step of `up`: makes its part true, whatever of it is true already. */
export interface Phase {
  /** As the user reads it. */
  readonly name: string;
  /** Phases that must have ended before. */
  readonly after: readonly Phase[];
  /** Which hosts have it; default: all. */
  readonly on?: (plan: Plan) => boolean;
  /** What `run` would change, found without touching anything. */
  readonly pending?: (plan: Plan) => Promise<readonly Change[]>;
  run(plan: Plan, progress: Progress): Promise<void>;
}

/** The hosts with any of those roles. */
export const withRole =
  (...roles: readonly HostRole[]) =>
  ({ layout }: Plan): boolean =>
    roles.some((role) => layout.roles.includes(role));
