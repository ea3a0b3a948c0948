import { FirebreakError } from '../../errors.ts';
import type { ClusterSpec } from '../spec.ts';
import type { ClusterStatus } from '../status.ts';

/** One host is changed while the others serve: each of them must. @throws FirebreakError `FB-UP-ROLLING` */
export const requireAllUp = ({ name }: ClusterSpec, { hosts = [] }: ClusterStatus): void => {
  const lacking = hosts.filter(({ state }) => state !== 'healthy' && state !== 'drained');
  if (lacking.length === 0) return;
  throw new FirebreakError({
    code: 'FB-UP-ROLLING',
    message: `Cluster ${name} cannot be changed one host after the other: ${lacking.map(({ name: host, state }) => `${host} is ${state}`).join(', ')}.`,
    because: 'The other hosts must serve the running jobs meanwhile. Nothing was changed.',
    next: '`firebreak up` without --rolling mends it; `firebreak drain` waits for a host that is draining',
  });
};
