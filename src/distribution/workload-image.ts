/** The image that YARN containers run in. */
export interface WorkloadImage {
  /** Name and tag in the engine. */
  readonly tag: string;
  /** The root file system built here, to be imported; absent where the user names an image of their own. */
  readonly archive?: { readonly path: string; readonly sha256: string };
}
