import { serviceUsers } from '../accounts.ts';
import { ensureServiceUser, ensureTenantUser } from '../hosts/accounts.ts';
import { checkHost } from './check-host.ts';
import type { Phase } from './phase.ts';

export const users: Phase = {
  name: 'Make the users',
  after: [checkHost],
  run: async ({ spec }) => {
    // One after the other: useradd locks the password file and does not wait for it.
    for (const name of serviceUsers) await ensureServiceUser(name);
    for (const name of Object.values(spec.tenants).flatMap((tenant) => tenant.users)) await ensureTenantUser(name);
  },
};
