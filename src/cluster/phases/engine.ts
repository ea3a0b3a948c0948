import Docker from 'dockerode';
import { importPauseImage } from '../../engines/cri/node/import-pause.ts';
import { FirebreakError, reasonOf } from '../../errors.ts';
import { engineOf } from '../engine-of.ts';
import { setUpDockerNetworks } from '../network/docker-networks.ts';
import { tenantsOn } from '../node-labels.ts';
import type { Plan } from '../plan.ts';
import { pauseImage } from '../services/containerd.ts';
import { criHandlers } from '../services/cri-handlers.ts';
import type { ServiceName } from '../services/service.ts';
import { servicesOf } from '../services/services.ts';
import { network } from './network.ts';
import { type Phase, withRole } from './phase.ts';
import { prepareCri } from './prepare-cri.ts';
import { ensureRunning, pendingStart } from './start-service.ts';
import { supervisor } from './supervisor.ts';

/** Those that this cluster starts itself on the host. */
const ownEngines = ({ spec, layout }: Plan): readonly ServiceName[] => {
  const own = servicesOf(spec, layout.roles);
  return (['containerd', 'dockerd'] as const).filter((each) => own.includes(each));
};

export const engine: Phase = {
  name: 'Start the engines',
  after: [supervisor, network],
  on: withRole('nodemanager'),
  pending: async (plan) => {
    return (await Promise.all(ownEngines(plan).map((name) => pendingStart(plan, name)))).flat();
  },
  run: async (plan, progress) => {
    await prepareCri(plan);
    for (const name of ownEngines(plan)) await ensureRunning(plan, name, progress);
    if (criHandlers(plan).length > 0) await importPauseImage(plan.layout.containerdSocket, pauseImage);
    const docker = new Docker({ socketPath: plan.layout.dockerSocket });
    await checkEngine(docker, plan);
    await setUpDockerNetworks(docker, plan.layout, plan.mtu);
  },
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
  if (engineOf(plan.spec, 'gvisor') === 'cri') return;
  if (!plan.runtimes.includes('gvisor') || 'runsc' in known) return;
  const needed = Object.values(tenantsOn(plan.spec, plan.layout.own)).some((tenant) => tenant.runtime === 'gvisor');
  if (!needed) return;
  throw new FirebreakError({
    code: 'FB-HOST-RUNTIME',
    message: 'The machine’s Docker engine has no runtime `runsc`, and a tenant runs in gvisor.',
    next: 'Add runsc to `runtimes` in /etc/docker/daemon.json and restart Docker, or write `docker: own`.',
    exit: 4,
  });
};
