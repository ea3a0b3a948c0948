import { canAccess } from '../../src/can-access.ts';
import { installPackages } from '../../src/distribution/host-packages.ts';
import { silentProgress } from '../../src/progress.ts';

const needed = { '/usr/sbin/sshd': 'openssh-server', '/usr/bin/sudo': 'sudo' };

/** Installs what every test host runs, where this machine has none; no sshd is started for the machine itself. */
export const requirePrograms = async (): Promise<void> => {
  const there = await Promise.all(Object.keys(needed).map((path) => canAccess(path)));
  const missing = Object.values(needed).filter((_, index) => !there[index]);
  if (missing.length > 0) await installPackages(missing, silentProgress());
};
