import { changeSetting, restoreSetting, settingDiffers, sharedHugePages } from '../hosts/kernel-setting.ts';
import type { Plan } from '../plan.ts';
import { checkHost } from './check-host.ts';
import type { Phase } from './phase.ts';

export const hugePages: Phase = {
  name: 'Set huge pages',
  after: [checkHost],
  pending: async (plan) => {
    const wanted = isWanted(plan);
    const differs = await settingDiffers(sharedHugePages, plan.layout.name, wanted);
    return differs ? [{ what: 'huge pages', why: wanted ? 'are not allowed' : 'are allowed for this cluster' }] : [];
  },
  run: async (plan) => {
    await (isWanted(plan) ? changeSetting : restoreSetting)(sharedHugePages, plan.layout.name);
  },
};

const isWanted = ({ spec, runtimes }: Plan): boolean => spec.runtimes.gvisor.hugePages && runtimes.includes('gvisor');
