/** What `doctor` says of one property of the host. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'missing' | 'limited';
  /** What there is. */
  readonly found: string;
  /** Why it matters. */
  readonly why: string;
  /** What to type or change; only where something is not as it should be. */
  readonly remedy?: string;
}

/** Looks at the host and changes nothing. `missing` stops a cluster, `limited` only something less. */
export type Check = () => Promise<Finding | Finding[]>;
