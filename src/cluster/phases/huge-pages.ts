import { changeSetting, restoreSetting, sharedHugePages } from '../hosts/kernel-setting.ts';
import { checkHost } from './check-host.ts';
import type { Phase } from './phase.ts';

export const hugePages: Phase = {
  name: 'Set huge pages',
  after: [checkHost],
  run: async ({ layout, spec, runtimes }) => {
    const wanted = spec.runtimes.gvisor.hugePages && runtimes.includes('gvisor');
    await (wanted ? changeSetting : restoreSetting)(sharedHugePages, layout.name);
  },
};
