import { systemPath } from '../../distribution/program-path.ts';
import { criPlugin } from '../../engines/cri/node/cri-plugin.ts';
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

/** containerd 1.6 finds a shim by its name on the PATH only. */
const pathOf = ({ host }: Plan): string =>
  [
    ...(host.kata !== undefined && 'kata' in host.kata ? [host.kata.kata.programs] : []),
    ...(host.gvisorShim !== undefined && 'programs' in host.gvisorShim ? [host.gvisorShim.programs] : []),
    systemPath,
  ].join(':');

const withinConf = ({ layout }: Plan, path: string): string => path.slice(layout.conf.length + 1);

export const pauseImage = 'docker.io/firebreak/pause:1';

export const containerdConfiguration = (plan: Plan): string => {
  const { layout } = plan;
  const handlers = criHandlers(plan);
  const unused = ['io.containerd.internal.v1.opt', ...(handlers.length === 0 ? ['io.containerd.grpc.v1.cri'] : [])];
  return [
    'version = 2',
    `root = "${layout.dockerData}/containerd"`,
    `state = "${layout.run}/containerd"`,
    `disabled_plugins = ${JSON.stringify(unused)}`,
    '[grpc]',
    `  address = "${layout.containerdSocket}"`,
    '[ttrpc]',
    `  address = "${layout.containerdSocket}.ttrpc"`,
    ...(handlers.length === 0 ? [] : [criPlugin({ pauseImage, cniPrograms: layout.criPrograms, handlers })]),
    '',
  ].join('\n');
};
