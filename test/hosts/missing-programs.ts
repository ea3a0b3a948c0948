import { canAccess } from '../../src/can-access.ts';

const needed = {
  '/usr/sbin/sshd': 'openssh-server',
  '/usr/bin/sudo': 'sudo',
  '/usr/lib/systemd/systemd': 'systemd',
};

/** Packages with what test hosts run that this machine lacks; no sshd is started for the machine itself. */
export const missingPrograms = async (): Promise<string[]> => {
  const there = await Promise.all(Object.keys(needed).map((path) => canAccess(path)));
  return Object.values(needed).filter((_, index) => !there[index]);
};
