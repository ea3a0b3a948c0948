export type Path = readonly PropertyKey[];

/** Something wrong in a spec, at the key or value that `path` leads to. */
export interface SpecProblem {
  readonly path: Path;
  readonly message: string;
}
