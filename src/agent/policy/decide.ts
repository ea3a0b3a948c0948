import type { ContainerSpec, Machine, Mount } from '../../engines/engine.ts';
import { label } from '../../engines/labels.ts';
import type { RuntimeClass } from '../../runtimes/runtime-class.ts';
import type { AgentConfiguration, TenantPolicy } from '../configuration.ts';
import type { Launch } from '../operation/operation.ts';
import { allowMounts } from './allow-mounts.ts';
import { chooseRuntime } from './choose-runtime.ts';
import type { ContainerRequest } from './container-request.ts';
import { refusal } from './refusal.ts';
import { scratch, scratchDisk } from './scratch.ts';
import { tenantOf } from './tenant-of.ts';

/** What the node knows of the operating-system user a container runs as. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/** What YARN granted the container. */
export interface ContainerSize {
  readonly memoryMiB: number;
  readonly vcores: number;
}

/** A request that policy allows: everything about the container but its address, which is taken only now. */
export interface Decision {
  readonly tenant: TenantPolicy;
  readonly runtime: RuntimeClass;
  readonly spec: Omit<ContainerSpec, 'address' | 'hostname'>;
}

/** Label that lets a restarted agent finish a launch whose launcher is gone. */
export const pidFileLabel = 'io.firebreak.pidfile';

/** Policy as a whole: request in, container out, or a refusal (`FB-POLICY-REFUSED`). Pure. */
export const decide = (
  configuration: AgentConfiguration,
  launch: Launch,
  request: ContainerRequest,
  account: Account,
  size: ContainerSize,
): Decision => {
  const tenant = tenantOf(configuration, launch.user);
  const runtime = chooseRuntime(configuration, tenant, request.runtime);
  refuseForeignIdentity(launch, request, account);
  refuseNetwork(request.network);
  if (!tenant.images.includes(request.image)) {
    throw refusal(`the image ${request.image}`, `tenant ${tenant.name} may use ${tenant.images.join(', ')}`);
  }
  const mounts = allowMounts(configuration, tenant, launch, request.mounts);
  return {
    tenant,
    runtime,
    spec: {
      name: launch.container,
      image: request.image,
      command: ['bash', `${launch.workDir}/launch_container.sh`],
      environment: environmentOf(runtime, size),
      user: { uid: account.uid, gid: account.gid, groups: account.groups },
      workingDirectory: launch.workDir,
      network: tenant.network,
      runtimeHandler: runtime.handler,
      mounts: runtime.interceptsCalls ? [...mounts, preloaded(configuration)] : mounts,
      tmpfs: scratch(configuration.tmpfsMiB),
      memoryBytes: size.memoryMiB * 1024 * 1024,
      cpus: size.vcores,
      pidsLimit: tenant.pidsLimit + runtime.overheadPids,
      runsInSandbox: runtime.runsInSandbox,
      ...machineOf(configuration, runtime, size),
      labels: {
        [label.cluster]: configuration.cluster,
        [label.application]: launch.application,
        [label.container]: launch.container,
        [label.tenant]: tenant.name,
        [label.runtime]: runtime.name,
        [label.user]: launch.user,
        [label.memory]: String(size.memoryMiB),
        [label.vcores]: String(size.vcores),
        [pidFileLabel]: launch.pidFile,
      },
    },
  };
};

/** The container sees what YARN granted; the guest's own kernel and agent come on top. */
const machineOf = (
  { machine }: AgentConfiguration,
  runtime: RuntimeClass,
  { memoryMiB, vcores }: ContainerSize,
): Pick<ContainerSpec, 'machine'> => {
  if (runtime.name !== 'kata') return {};
  if (machine === undefined) throw refusal('runtime kata', 'this node does not say how to size its machines');
  return {
    machine: {
      memoryMiB: memoryMiB + machine.guestMiB,
      vcpus: Math.min(vcores, machine.mostCpus),
      startSeconds: machine.startSeconds,
      ...diskOf(machine.scratchGiB),
    },
  };
};

const diskOf = (gibibytes: number | undefined): Pick<Machine, 'disk'> =>
  gibibytes === undefined ? {} : { disk: { target: scratchDisk, bytes: gibibytes * 2 ** 30 } };

/** The command file must speak of the very container and user that the argument vector names. */
const refuseForeignIdentity = (launch: Launch, request: ContainerRequest, account: Account): void => {
  const script = ['bash', `${launch.workDir}/launch_container.sh`].join(' ');
  if (request.name !== launch.container)
    throw refusal(`container name ${request.name}`, `it is not ${launch.container}`);
  if (request.workDir !== launch.workDir)
    throw refusal(`work folder ${request.workDir}`, `it is not ${launch.workDir}`);
  if (request.launchCommand !== undefined && request.launchCommand.join(' ') !== script) {
    throw refusal('a launch command of its own', `every container runs ${script}`);
  }
  const foreignGroup = request.groups.find((gid) => gid !== account.gid && !account.groups.includes(gid));
  if (request.uid !== account.uid || request.gid !== account.gid || foreignGroup !== undefined) {
    throw refusal(
      `user ${request.uid}:${request.gid} with groups ${request.groups.join(',')}`,
      `${account.name} is ${account.uid}:${account.gid} with groups ${account.groups.join(',')} on this node`,
    );
  }
};

/** The NodeManager must name some network; this one stands for the tenant's own. */
export const tenantsOwnNetwork = 'firebreak';

const refuseNetwork = (network: string): void => {
  if (network === '' || network === tenantsOwnNetwork) return;
  throw refusal(`the network ${network}`, 'every container has its own address on its tenant’s network');
};

const rememberedCallsTarget = '/usr/lib/firebreak/remembered-calls.so';

/** What a container is given to work well in its class; a job may set the same variables otherwise. */
const environmentOf = (runtime: RuntimeClass, size: ContainerSize): Record<string, string> => ({
  ...(runtime.hidesLimits ? { JAVA_TOOL_OPTIONS: javaLimits(size) } : {}),
  ...(runtime.interceptsCalls ? { LD_PRELOAD: rememberedCallsTarget } : {}),
});

const preloaded = ({ rememberedCallsLibrary }: AgentConfiguration): Mount => ({
  source: rememberedCallsLibrary,
  target: rememberedCallsTarget,
  readOnly: true,
});

/** Limits that a JVM cannot see under a runtime that hides the cgroup. */
const javaLimits = ({ memoryMiB, vcores }: ContainerSize): string =>
  `-XX:ActiveProcessorCount=${vcores} -XX:MaxRAM=${memoryMiB}m`;
