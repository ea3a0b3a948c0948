import { access } from 'node:fs/promises';
import { installPackages } from '../../src/distribution/host-packages.ts';
import { silentProgress } from '../../src/progress.ts';

/** Installs the sshd that every test host runs, where this machine has none; none is started for the machine itself. */
export const requireSshd = async (): Promise<void> => {
  const there = await access('/usr/sbin/sshd').then(
    () => true,
    () => false,
  );
  if (!there) await installPackages(['openssh-server'], silentProgress());
};
