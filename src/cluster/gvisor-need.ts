import type { GvisorNeed } from '../distribution/install.ts';
import type { ClusterSpec } from './spec.ts';

/** Whether `up` waits for gVisor to be built: where a tenant runs in it and the spec brings none of its own. */
export const gvisorNeed = ({ tenants, runtimes }: Pick<ClusterSpec, 'tenants' | 'runtimes'>): GvisorNeed => {
  if (runtimes.gvisor.binary !== undefined) return 'find';
  const used = Object.values(tenants).flatMap(({ runtime, minimum }) => [runtime, minimum]);
  return used.includes('gvisor') ? 'build' : 'find';
};
