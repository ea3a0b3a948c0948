/** What a cluster has once on a machine that other clusters are on, too. */
export interface Place {
  readonly subnet: string;
  readonly offset: number;
}

export interface TenantAnswer {
  readonly name: string;
  readonly users: readonly string[];
  readonly runtime: string;
}

/** What a cluster spec is written from. */
export interface Answers {
  readonly name: string;
  /** Where ssh finds each host; none: the cluster is on this machine alone. */
  readonly hosts: readonly string[];
  readonly tenants: readonly TenantAnswer[];
  readonly place: Place;
}

/** Answers that the command line gives. */
export type GivenAnswers = Partial<Omit<Answers, 'place'>> & { readonly place: Partial<Place> };
