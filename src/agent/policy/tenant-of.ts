import type { AgentConfiguration, TenantPolicy } from '../configuration.ts';
import { refusal } from './refusal.ts';

/** The tenant that governs a user's containers; a user of no tenant runs nothing. */
export const tenantOf = (configuration: AgentConfiguration, user: string): TenantPolicy => {
  const tenant = configuration.tenants.find((candidate) => candidate.users.includes(user));
  if (tenant === undefined) {
    throw refusal(
      `a container of user ${user}`,
      `no tenant of cluster ${configuration.cluster} names this user`,
      'add the user to a tenant in cluster.yaml and run: firebreak up -f cluster.yaml',
    );
  }
  return tenant;
};
