import type { Plan } from '../plan.ts';
import type { Service } from './service.ts';

/**
 * A containerd of our own beneath our dockerd: left alone, dockerd joins the machine's containerd where one runs,
 * and would share the namespace `moby` with the machine's own Docker.
 */
export const containerd = (plan: Plan): Service => ({
  name: 'containerd',
  user: 'root',
  command: ['containerd', '--config', `${plan.layout.conf}/containerd.toml`],
  environment: {},
  ready: { socket: plan.layout.containerdSocket },
  reads: ['containerd.toml'],
  // Its shims inherit descriptors and outlive it: a lock would be held by the last container.
  locked: false,
});

export const containerdConfiguration = ({ layout }: Plan): string =>
  [
    'version = 2',
    `root = "${layout.dockerData}/containerd"`,
    `state = "${layout.run}/containerd"`,
    'disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]',
    '[grpc]',
    `  address = "${layout.containerdSocket}"`,
    '[ttrpc]',
    `  address = "${layout.containerdSocket}.ttrpc"`,
    '',
  ].join('\n');
