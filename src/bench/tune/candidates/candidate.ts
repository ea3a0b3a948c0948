/** Runtime classes that have options to try; runc has none. */
export const tunableRuntimes = ['gvisor', 'kata'] as const;
export type TunableRuntime = (typeof tunableRuntimes)[number];

/** A way to run a runtime class that may be faster, to be tried by itself against the cluster as it is. */
export interface Candidate {
  readonly runtime: TunableRuntime;
  /** Key below `runtimes.<runtime>` of cluster.yaml; a runsc flag is `['options', flag]`. */
  readonly key: readonly [string, ...string[]];
  readonly value: string | number | boolean;
  /** Another runsc flag, and the value without which this one changes nothing. */
  readonly needs?: { readonly flag: string; readonly value: string };
  /** What it does. */
  readonly does: string;
  /** What one gives up for it. */
  readonly safety: string;
  /** Nothing that shares more between tenants, or with the host, is chosen by itself; nor what jobs may fail of. */
  readonly choosable: boolean;
}

/** What is not measured, and why; of one runtime class, or of all. */
export interface NotTried {
  readonly runtime?: TunableRuntime;
  readonly what: string;
  readonly because: string;
}
