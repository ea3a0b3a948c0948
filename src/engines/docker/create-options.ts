import { availableParallelism } from 'node:os';
import type { ContainerCreateOptions } from 'dockerode';
import type { ContainerSpec } from '../engine.ts';

/**
 * The Docker API's request for one container. Hardened for all alike: no capability, no new privileges, Docker's
 * default seccomp profile, a read-only root, an init that reaps, no swap beyond the memory limit.
 */
export const createOptions = (spec: ContainerSpec): ContainerCreateOptions => ({
  name: spec.name,
  Image: spec.image,
  Entrypoint: [],
  Cmd: [...spec.command],
  Env: Object.entries(spec.environment).map(([key, value]) => `${key}=${value}`),
  User: `${spec.user.uid}:${spec.user.gid}`,
  WorkingDir: spec.workingDirectory,
  Hostname: spec.hostname,
  Labels: { ...spec.labels },
  NetworkingConfig: { EndpointsConfig: { [spec.network]: { IPAMConfig: { IPv4Address: spec.address } } } },
  HostConfig: {
    NetworkMode: spec.network,
    Runtime: spec.runtimeHandler,
    GroupAdd: spec.user.groups.map(String),
    Mounts: spec.mounts.map(({ source, target, readOnly }) => ({
      Type: 'bind',
      Source: source,
      Target: target,
      ReadOnly: readOnly,
      BindOptions: { Propagation: 'rprivate' },
    })),
    Tmpfs: { ...spec.tmpfs },
    Memory: spec.memoryBytes,
    MemorySwap: spec.memoryBytes,
    // Docker refuses more CPUs than the host has; YARN's virtual cores may be more.
    NanoCpus: Math.round(Math.min(spec.cpus, availableParallelism()) * 1e9),
    PidsLimit: spec.pidsLimit,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges'],
    ReadonlyRootfs: true,
    Init: true,
    IpcMode: 'private',
    RestartPolicy: { Name: 'no' },
    LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
  },
});
