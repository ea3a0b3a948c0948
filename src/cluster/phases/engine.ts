import Docker from 'dockerode';
import { FirebreakError, reasonOf } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { setUpDockerNetworks } from '../network/docker-networks.ts';
import type { Plan } from '../plan.ts';
import { network } from './network.ts';
import type { Phase } from './phase.ts';
import { ensureRunning } from './start-service.ts';
import { supervisor } from './supervisor.ts';

export const engine: Phase = {
  name: 'Start the Docker engine',
  after: [supervisor, network],
  run: async (plan, progress) => {
    if (plan.spec.docker === 'own') await startOwnEngine(plan, progress);
    const docker = new Docker({ socketPath: plan.layout.dockerSocket });
    await checkEngine(docker, plan);
    await setUpDockerNetworks(docker, plan.layout, plan.spec.network.mtu);
  },
};

const startOwnEngine = async (plan: Plan, progress: Progress): Promise<void> => {
  await ensureRunning(plan, 'containerd', progress);
  await ensureRunning(plan, 'dockerd', progress);
};

const checkEngine = async (docker: Docker, plan: Plan): Promise<void> => {
  const info = await docker.info().catch((thrown: unknown) => {
    throw new FirebreakError({
      code: 'FB-HOST-DOCKER',
      message: `No Docker engine answers at ${plan.layout.dockerSocket}.`,
      because: reasonOf(thrown),
      next: 'Start it, or write `docker: own` in the cluster spec.',
      exit: 4,
      cause: thrown,
    });
  });
  const known: Readonly<Record<string, unknown>> = info.Runtimes ?? {};
  if (!plan.runtimes.includes('gvisor') || 'runsc' in known) return;
  const needed = Object.values(plan.spec.tenants).some((tenant) => tenant.runtime === 'gvisor');
  if (!needed) return;
  throw new FirebreakError({
    code: 'FB-HOST-RUNTIME',
    message: 'The machine’s Docker engine has no runtime `runsc`, and a tenant runs in gvisor.',
    next: 'Add runsc to `runtimes` in /etc/docker/daemon.json and restart Docker, or write `docker: own`.',
    exit: 4,
  });
};
