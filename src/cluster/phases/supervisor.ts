import { rm } from 'node:fs/promises';
import { serviceNames } from '../services/service.ts';
import { serviceOf, servicesOf } from '../services/services.ts';
import { serviceFolder, writeServiceFolder } from '../supervision/service-folder.ts';
import { shutDownServices, startSupervisor, supervisors } from '../supervision/supervisor.ts';
import { configuration } from './configuration.ts';
import type { Phase } from './phase.ts';

export const supervisor: Phase = {
  name: 'Start the supervisor',
  after: [configuration],
  pending: async ({ layout }) =>
    (await supervisors(layout)).length > 0 ? [] : [{ what: 'supervisor', why: 'does not run' }],
  run: async (plan) => {
    const wanted = servicesOf(plan.spec, plan.layout.roles);
    for (const name of wanted) await writeServiceFolder(plan.layout, serviceOf(plan, name));
    for (const name of serviceNames.filter((other) => !wanted.includes(other))) {
      await shutDownServices(plan.layout, [name], 10);
      await rm(serviceFolder(plan.layout, name), { recursive: true, force: true });
    }
    await startSupervisor(plan.layout);
  },
};
