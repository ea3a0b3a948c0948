import { firstTenantUid, serviceUsers } from '../accounts.ts';
import { accountOf, ensureServiceUser, ensureTenantUser } from '../hosts/accounts.ts';
import { phaseOfChanges } from './change.ts';
import { checkHost } from './check-host.ts';

export const users = phaseOfChanges({
  name: 'Make the users',
  after: [checkHost],
  // Applied one after the other: useradd locks the password file and does not wait for it.
  changes: async ({ spec, layout }) => {
    const services = serviceUsers.filter((name) => name !== 'zookeeper' || layout.roles.includes(name));
    const tenants = Object.values(spec.tenants).flatMap((tenant) => tenant.users);
    const wanted = [
      ...services.map((name) => ({ name, apply: () => ensureServiceUser(name) })),
      ...tenants.map((name) => ({ name, apply: () => ensureTenantUser(name) })),
    ];
    const accounts = await Promise.all(wanted.map(({ name }) => accountOf(name)));
    return wanted.flatMap(({ name, apply }, index) => {
      const account = accounts[index];
      const isTenants = tenants.includes(name);
      if (account !== undefined && !isTenants) return [];
      // A tenant's user who is there may be one that no container can run as: applying says so.
      if (account !== undefined && account.uid >= firstTenantUid) return [];
      return [{ what: `user ${name}`, why: account === undefined ? 'is missing' : 'is a system account', apply }];
    });
  },
});
