import { withProgress } from '../../src/cli/progress/with-progress.ts';
import { clusterSpec } from '../../src/cluster/spec.ts';
import { installPackages, missingPackages } from '../../src/distribution/host-packages.ts';
import { installDistribution } from '../../src/distribution/install.ts';
import { missingPrograms } from '../hosts/missing-programs.ts';

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stdout.write(text),
  interactive: false,
  screen: undefined,
  live: false,
};

/** Brings what every test on real daemons needs, through the product's own set-up. */
export const setup = async (): Promise<void> => {
  const { distribution } = clusterSpec.parse({ name: 'test', tenants: { test: { users: ['test'], runtime: 'runc' } } });
  await withProgress(terminal, new AbortController().signal, async (progress) => {
    const missing = [...(await missingPackages()), ...(await missingPrograms())];
    if (missing.length > 0) await progress.step('install packages', (step) => installPackages(missing, step));
    await progress.step('fetch software', (step) => installDistribution(distribution, step, 'build'));
  });
};
