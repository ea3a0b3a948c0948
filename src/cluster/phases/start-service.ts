import type { Progress } from '../../progress.ts';
import type { Plan } from '../plan.ts';
import type { ServiceName } from '../services/service.ts';
import { serviceOf, servicesOf } from '../services/services.ts';
import { untilReady } from '../supervision/readiness.ts';
import { digestOf, recordStart, startedDigest } from '../supervision/service-folder.ts';
import { serviceState } from '../supervision/service-state.ts';
import { restartService, startService } from '../supervision/supervisor.ts';
import type { Phase } from './phase.ts';

/** The phase that has the service running with its present configuration, and ready. */
export const serviceRuns = (name: ServiceName, after: readonly Phase[]): Phase => ({
  name: `Start ${name}`,
  after,
  on: (plan) => servicesOf(plan.spec, plan.layout.roles).includes(name),
  run: (plan, progress) => ensureRunning(plan, name, progress),
});

export const ensureRunning = async (plan: Plan, name: ServiceName, progress: Progress): Promise<void> => {
  const { layout } = plan;
  const service = serviceOf(plan, name);
  const digest = await digestOf(layout, service);
  const running = (await serviceState(layout, name)) !== undefined;
  const changed = (await startedDigest(layout, name)) !== digest;
  if (changed || !running) {
    if (running) progress.note(`restarted, its configuration changed`);
    await recordStart(layout, name, digest);
    await (running ? restartService : startService)(layout, name, progress.signal);
  }
  await untilReady(layout, service, progress.signal);
};
