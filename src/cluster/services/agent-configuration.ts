import type { AgentConfiguration } from '../../agent/configuration.ts';
import { scratch } from '../../agent/policy/scratch.ts';
import { installDir } from '../../distribution/folders.ts';
import { firstTenantUid } from '../accounts.ts';
import { sparkInContainer } from '../client-environment.ts';
import { criRuntimes } from '../engine-of.ts';
import { tenantsOn } from '../node-labels.ts';
import type { Plan } from '../plan.ts';
import { cgroupParent } from './dockerd.ts';

const tmpfsMiB = 1024;

/** The tmpfs mounts of every container, path to options. */
export const scratchOf = () => scratch(tmpfsMiB);

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** agent.json: what the node's agent may do, resolved from the spec. */
export const agentConfigurationOf = (plan: Plan, nodeManager: Account): AgentConfiguration => {
  const { spec, layout, distribution } = plan;
  const here = tenantsOn(spec, layout.own);
  return {
    cluster: spec.name,
    socket: layout.agentSocket,
    nodeManager: {
      user: 'yarn',
      ...nodeManager,
      http: `http://${layout.address}:${layout.ports.nodeManagerHttp}`,
    },
    localDirs: [layout.yarnLocal],
    logDirs: [layout.yarnLogs],
    javaHome: distribution.javaHome,
    mounts: [{ source: distribution.sparkHome, target: sparkInContainer, readOnly: true }],
    sparks: { folder: installDir, target: sparkInContainer },
    rememberedCallsLibrary: layout.rememberedCallsLibrary,
    hostsFile: layout.hostsFile,
    healthFile: layout.healthFile,
    stateDir: layout.agentState,
    docker: { socket: layout.dockerSocket },
    ...criOf(plan),
    ...machineOf(plan),
    runtimes: [...plan.runtimes],
    allowUncontainerised: spec.security.uncontainerisedLaunch,
    minimumUid: firstTenantUid,
    tmpfsMiB,
    scratchInMemory: inMemory(spec.runtimes),
    tenants: layout.networks
      .filter(({ tenant }) => tenant in here)
      .map(({ tenant: name, network, subnet }) => tenantPolicy(plan, name, network, subnet)),
  };
};

const inMemory = ({ gvisor, kata }: Plan['spec']['runtimes']): AgentConfiguration['scratchInMemory'] => [
  ...(gvisor.scratch === 'memory' ? (['gvisor'] as const) : []),
  ...(kata.options.scratch === 'memory' ? (['kata'] as const) : []),
];

const criOf = ({ spec, layout, runtimes }: Plan): Pick<AgentConfiguration, 'cri'> => {
  const served = criRuntimes(spec, runtimes);
  if (served.length === 0) return {};
  const { containerdSocket: socket, criOutput: logs, disks } = layout;
  return { cri: { socket, cgroupParent: cgroupParent(spec.name), logs, disks, runtimes: [...served] } };
};

const machineOf = ({ spec, host, runtimes }: Plan): Pick<AgentConfiguration, 'machine' | 'kvm'> =>
  runtimes.includes('kata')
    ? {
        machine: {
          guestMiB: spec.runtimes.kata.guestMiB,
          mostCpus: host.cpus,
          startSeconds: spec.runtimes.kata.startSeconds,
          ...scratchDiskOf(spec.runtimes.kata),
        },
        ...(spec.runtimes.kata.emulated ? {} : { kvm: '/dev/kvm' }),
      }
    : {};

const scratchDiskOf = ({ options }: Plan['spec']['runtimes']['kata']): { scratchGiB?: number } =>
  options.scratch === 'block' ? { scratchGiB: options.scratchGiB } : {};

const tenantPolicy = (plan: Plan, name: string, network: string, subnet: string) => {
  const tenant = plan.spec.tenants[name];
  if (tenant === undefined) throw new Error(`the layout has a tenant ${name} that the spec has not`);
  return {
    name,
    users: tenant.users,
    runtime: tenant.runtime,
    minimum: tenant.minimum ?? tenant.runtime,
    images: [plan.distribution.image.tag, ...tenant.images],
    mounts: tenant.mounts,
    network,
    subnet,
    pidsLimit: tenant.pidsLimit,
  };
};
