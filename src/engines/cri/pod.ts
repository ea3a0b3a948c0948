import type { ContainerSpec, Mount } from '../engine.ts';

/** Label that a container is found by; the rest of what CRI does not keep is in annotations. */
export const nameLabel = 'io.firebreak.name';
export const annotation = {
  address: 'io.firebreak.address',
  hostname: 'io.firebreak.hostname',
  handler: 'io.firebreak.handler',
} as const;
export const logName = 'output.log';

const period = 100_000;

const resources = ({ memoryBytes, cpus }: ContainerSpec) => ({
  cpuPeriod: period,
  cpuQuota: Math.round(cpus * period),
  memoryLimitInBytes: memoryBytes,
  memorySwapLimitInBytes: memoryBytes,
});

const records = (spec: ContainerSpec) => ({
  labels: { ...spec.labels, [nameLabel]: spec.name },
  annotations: {
    [annotation.address]: spec.address,
    [annotation.hostname]: spec.hostname,
    [annotation.handler]: spec.runtimeHandler,
  },
});

/** Kata's own names (docs/how-to/how-to-set-sandbox-config-kata.md); containerd passes them on where it is told to. */
const machineAnnotations = ({ machine }: ContainerSpec): Readonly<Record<string, string>> =>
  machine === undefined
    ? {}
    : {
        'io.katacontainers.config.hypervisor.default_memory': String(machine.memoryMiB),
        'io.katacontainers.config.hypervisor.default_vcpus': String(machine.vcpus),
      };

// All processes of the pod in one pid namespace: its first process reaps orphans, as Docker's init does.
const namespaces = { network: 'POD', pid: 'POD', ipc: 'POD' };
const seccomp = { profileType: 'RuntimeDefault' };

/**
 * The pod that holds one YARN container. Its uid is the container's address: containerd hands it to the CNI plugins as
 * K8S_POD_UID, where our IPAM plugin reads it.
 */
export const sandboxConfig = (spec: ContainerSpec, cgroupParent: string, logDirectory: string) => ({
  metadata: { name: spec.name, uid: spec.address, namespace: 'firebreak', attempt: 0 },
  hostname: spec.hostname,
  logDirectory,
  labels: records(spec).labels,
  annotations: { ...records(spec).annotations, ...machineAnnotations(spec) },
  linux: {
    cgroupParent,
    // A machine has its size from its annotations; Kata would add these to it.
    ...(spec.machine === undefined ? { resources: resources(spec) } : {}),
    securityContext: {
      namespaceOptions: namespaces,
      runAsUser: { value: spec.user.uid },
      runAsGroup: { value: spec.user.gid },
      readonlyRootfs: true,
      seccomp,
    },
  },
});

/** Hardened like the Docker engine's; pids limit and tmpfs are in the handler's base specification. */
export const containerConfig = (spec: ContainerSpec, disk: readonly Mount[] = []) => ({
  metadata: { name: spec.name, attempt: 0 },
  image: { image: spec.image },
  command: [...spec.command],
  workingDir: spec.workingDirectory,
  envs: Object.entries(spec.environment).map(([key, value]) => ({ key, value })),
  mounts: [...spec.mounts, ...disk].map(({ source, target, readOnly }) => ({
    hostPath: source,
    containerPath: target,
    readonly: readOnly,
  })),
  ...records(spec),
  logPath: logName,
  linux: {
    resources: resources(spec),
    securityContext: {
      capabilities: { addCapabilities: [], dropCapabilities: ['ALL'] },
      namespaceOptions: namespaces,
      runAsUser: { value: spec.user.uid },
      runAsGroup: { value: spec.user.gid },
      supplementalGroups: [...spec.user.groups],
      readonlyRootfs: true,
      noNewPrivs: true,
      seccomp,
    },
  },
});
