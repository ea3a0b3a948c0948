import { systemPath } from '../../distribution/program-path.ts';
import type { Plan } from '../plan.ts';
import type { Service } from './service.ts';

/** All containers of a cluster are below this cgroup, so that they are found even when the engine is gone. */
export const cgroupParent = (cluster: string): string => `/firebreak-${cluster}`;

export const dockerd = (plan: Plan): Service => ({
  name: 'dockerd',
  user: 'root',
  command: ['dockerd', '--config-file', `${plan.layout.conf}/daemon.json`],
  environment: { PATH: systemPath },
  ready: { socket: plan.layout.dockerSocket },
  reads: ['daemon.json', 'containerd.toml'],
  // dockerd hands descriptors down to long-lived children; its own pid file keeps a second one from starting.
  locked: false,
});

/** daemon.json of the cluster's own engine: nothing of it is shared with a Docker already on the machine. */
export const dockerConfiguration = (plan: Plan): Readonly<Record<string, unknown>> => ({
  hosts: [`unix://${plan.layout.dockerSocket}`],
  group: 'root',
  containerd: plan.layout.containerdSocket,
  'data-root': plan.layout.dockerData,
  'exec-root': `${plan.layout.run}/docker`,
  pidfile: `${plan.layout.run}/docker.pid`,
  'cgroup-parent': cgroupParent(plan.spec.name),
  'exec-opts': ['native.cgroupdriver=cgroupfs'],
  'live-restore': true,
  bridge: 'none',
  iptables: false,
  ip6tables: false,
  'ip-forward': false,
  'ip-masq': false,
  'userland-proxy': false,
  'log-driver': 'json-file',
  'log-opts': { 'max-size': '1m', 'max-file': '1' },
  'log-level': 'warn',
  ...(plan.host.runsc === undefined
    ? {}
    : { runtimes: { runsc: { path: plan.host.runsc, runtimeArgs: runscArguments(plan) } } }),
});

/**
 * runsc's flags by name. `network=host` is the network namespace that the engine made for the container, not the machine’s, and the
 * host’s stack; runsc’s own works with the pinned version, but not with Debian’s on recent kernels.
 */
export const runscFlags = ({ spec }: Pick<Plan, 'spec'>): Readonly<Record<string, string>> => ({
  network: 'host',
  ...spec.runtimes.gvisor.options,
});

const runscArguments = (plan: Plan): string[] =>
  Object.entries(runscFlags(plan))
    .map(([flag, value]) => `--${flag}=${value}`)
    .sort();
