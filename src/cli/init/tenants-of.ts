import { FirebreakError } from '../../errors.ts';
import type { TenantAnswer } from './answers.ts';

/** Tenants as the command line names them, `analysts:alice+adam:gvisor` each. @throws FirebreakError `FB-INIT-TENANT` */
export const tenantsOf = (words: readonly string[]): TenantAnswer[] => {
  const tenants = words.map(tenantOf);
  const names = tenants.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw refused(`There are two tenants ${twice}.`);
  return tenants;
};

const tenantOf = (word: string): TenantAnswer => {
  const [name, users, runtime, ...more] = word.split(':');
  if (name && users && runtime && more.length === 0) return { name, users: users.split('+'), runtime };
  throw refused(`“${word}” is no tenant.`);
};

const refused = (message: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-INIT-TENANT',
    message,
    next: 'Write NAME:USER:RUNTIME for each, as in analysts:alice:gvisor; several users as alice+adam.',
    exit: 2,
  });
