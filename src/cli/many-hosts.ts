import { isOnThisMachine } from '../cluster/host-spec.ts';
import type { ClusterSpec } from '../cluster/spec.ts';
import { readSpecFile } from './read-spec-file.ts';

/** The spec in that file where it is about more than this machine; everything else is this machine's alone. */
export const specOfManyHosts = async (file: string | undefined): Promise<ClusterSpec | undefined> => {
  if (file === undefined) return undefined;
  const spec = await readSpecFile(file);
  return isOnThisMachine(spec) ? undefined : spec;
};
