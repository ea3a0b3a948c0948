import { execa } from 'execa';
import { FirebreakError } from '../../errors.ts';
import { firstTenantUid, type ServiceUser } from '../accounts.ts';
import type { Account } from '../services/agent-configuration.ts';

const nowhere = ['--no-create-home', '--home-dir', '/var/empty', '--shell', '/usr/sbin/nologin'];

/** Makes the daemon's user with a group of its own; fine when it is there. */
export const ensureServiceUser = async (name: ServiceUser): Promise<void> => {
  if ((await accountOf(name)) === undefined) await useradd('--system', '--user-group', ...nowhere, name);
};

/** Makes the tenant's user, who cannot log in; one who is on the machine already stays as they are. */
export const ensureTenantUser = async (name: string): Promise<void> => {
  const account = await accountOf(name);
  if (account === undefined) return useradd('--user-group', ...nowhere, name);
  if (account.uid < firstTenantUid) {
    throw new FirebreakError({
      code: 'FB-HOST-USER',
      message: `User ${name} has uid ${account.uid}, and containers never run as a system account.`,
      next: `Name users with uid ${firstTenantUid} or above in the cluster spec.`,
      exit: 4,
    });
  }
};

/** The user's ids, through the name service switch: LDAP users count. */
export const accountOf = async (name: string): Promise<Account | undefined> => {
  const { stdout, exitCode } = await execa('getent', ['passwd', name], { reject: false });
  if (exitCode !== 0) return undefined;
  const [, , uid, gid] = stdout.split(':');
  return { uid: Number(uid), gid: Number(gid) };
};

const useradd = async (...words: string[]): Promise<void> => {
  const { exitCode, stderr } = await execa('useradd', words, { reject: false });
  // 9: somebody else made it in the meantime, e.g. another cluster's `up`.
  if (exitCode !== 0 && exitCode !== 9) {
    throw new FirebreakError({
      code: 'FB-HOST-USER',
      message: `User ${words.at(-1)} could not be made.`,
      because: stderr,
      next: 'Make the user yourself, then run `firebreak up` again.',
      exit: 4,
    });
  }
};
