import { systemPath } from '../../distribution/program-path.ts';
import { containerdConfiguration } from '../../engines/cri/node/containerd-configuration.ts';
import type { Plan } from '../plan.ts';
import { criHandlers } from './cri-handlers.ts';
import type { Service } from './service.ts';

/**
 * A containerd of our own, beneath our dockerd and for the CRI engine. Left alone, dockerd joins the machine's
 * containerd where one runs, and would share the namespace `moby` with the machine's own Docker.
 */
export const containerd = (plan: Plan): Service => ({
  name: 'containerd',
  user: 'root',
  command: ['containerd', '--config', `${plan.layout.conf}/containerd.toml`],
  environment: { PATH: pathOf(plan) },
  ready: { socket: plan.layout.containerdSocket },
  reads: ['containerd.toml', ...criHandlers(plan).map(({ baseSpecification }) => withinConf(plan, baseSpecification))],
  // Its shims inherit descriptors and outlive it: a lock would be held by the last container.
  locked: false,
});

/** containerd 1.6 finds a shim by its name on the PATH only. Folders of the system stay where they are in it. */
const pathOf = ({ host }: Plan): string => {
  const shims = [
    ...(host.kata !== undefined && 'kata' in host.kata ? [host.kata.kata.programs] : []),
    ...(host.gvisorShim !== undefined && 'programs' in host.gvisorShim ? [host.gvisorShim.programs] : []),
  ];
  return [...shims.filter((folder) => !systemPath.split(':').includes(folder)), systemPath].join(':');
};

const withinConf = ({ layout }: Plan, path: string): string => path.slice(layout.conf.length + 1);

export const pauseImage = 'docker.io/firebreak/pause:1';

export const containerdToml = (plan: Plan): string => {
  const { layout, host } = plan;
  const handlers = criHandlers(plan);
  return containerdConfiguration({
    version: host.containerd,
    root: `${layout.dockerData}/containerd`,
    state: `${layout.run}/containerd`,
    socket: layout.containerdSocket,
    cri: handlers.length === 0 ? undefined : { pauseImage, cniPrograms: layout.criPrograms, handlers },
  });
};
