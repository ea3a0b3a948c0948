import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { softwareFor } from '../../src/cluster/controller/software.ts';
import { clusterSpec } from '../../src/cluster/spec.ts';
import { installDistribution } from '../../src/distribution/install.ts';
import { silentProgress } from '../../src/progress.ts';
import type { TestHosts } from './test-hosts.ts';

/**
 * Has the hosts have what an `up` before would have sent, as hard links to this machine's files: for tests that are about
 * something else. Where there are no links between the folders, it is sent after all.
 */
export const giveSoftware = async ({ hosts, folder }: TestHosts): Promise<void> => {
  const { distribution } = clusterSpec.parse({ name: 'test', tenants: { test: { users: ['test'], runtime: 'runc' } } });
  const { folders } = await softwareFor(await installDistribution(distribution, silentProgress()));
  for (const { name } of hosts) {
    for (const { from, to, digest } of folders) {
      const there = join(folder, name, to);
      await mkdir(dirname(there), { recursive: true });
      const { exitCode } = await execa('cp', ['--archive', '--link', from, there], { reject: false });
      if (exitCode === 0) await writeFile(join(there, '.firebreak-sent'), digest);
    }
  }
};
