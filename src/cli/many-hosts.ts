import { registration } from '../cluster/clusters.ts';
import { isOnThisMachine } from '../cluster/host-spec.ts';
import type { ClusterSpec } from '../cluster/spec.ts';
import { readSpecFile } from './read-spec-file.ts';

/** The spec in that file where it is about more than this machine; everything else is this machine's alone. */
export const specOfManyHosts = async (file: string | undefined): Promise<ClusterSpec | undefined> => {
  if (file === undefined) return undefined;
  const spec = await readSpecFile(file);
  return isOnThisMachine(spec) ? undefined : spec;
};

/** Whether the controller's way is the one for it: also for a cluster of which all hosts but this machine leave. */
export const isOrWasOfManyHosts = async (spec: ClusterSpec): Promise<boolean> =>
  !isOnThisMachine(spec) || ((await registration(spec.name))?.hosts.length ?? 1) > 1;
