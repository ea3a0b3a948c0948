import type { ContainerSpec, Mount } from '../../engines/engine.ts';
import { hostnameOf } from '../../engines/hostname-of.ts';
import type { AgentConfiguration } from '../configuration.ts';
import type { Decision } from '../policy/decide.ts';

/** The container that policy allowed, at its address: named after it, and knowing all names and its own account. */
export const containerAt = (
  { hostsFile }: AgentConfiguration,
  { spec }: Decision,
  address: string,
  identity: readonly Mount[],
): ContainerSpec => ({
  ...spec,
  address,
  hostname: hostnameOf(address),
  mounts: [...spec.mounts, ...identity, { source: hostsFile, target: '/etc/hosts', readOnly: true }],
});
