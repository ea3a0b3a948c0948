import { mkdir } from 'node:fs/promises';
import { Client, credentials } from '@grpc/grpc-js';
import Docker from 'dockerode';
import type { Cluster } from '../../../cluster/clusters.ts';
import { engineNamed } from '../../../cluster/engine-of.ts';
import { cgroupParent } from '../../../cluster/services/dockerd.ts';
import { GrpcService } from '../../../engines/cri/grpc-service.ts';
import { handlerOf } from '../../../engines/cri/handler-of.ts';
import { type DiskFolders, makeDisk } from '../../../engines/cri/machine-disk.ts';
import { containerConfig, sandboxConfig } from '../../../engines/cri/pod.ts';
import { makePodCgroup, podCgroup } from '../../../engines/cri/pod-cgroup.ts';
import { containerReply, sandboxReply } from '../../../engines/cri/replies.ts';
import { createOptions } from '../../../engines/docker/create-options.ts';
import type { ContainerSpec, EngineName, Mount } from '../../../engines/engine.ts';
import { label } from '../../../engines/labels.ts';

/** Creates and starts a container by the fewest calls of its engine's own API that do; milliseconds that they took. */
export type Straight = (spec: ContainerSpec) => Promise<number>;

/** Straight to the engine of each container's runtime class. */
export const openStraight = (cluster: Cluster): Straight => {
  const ways: Readonly<Record<EngineName, Straight>> = { docker: toDocker(cluster), cri: toContainerd(cluster) };
  return (spec) => ways[engineNamed(cluster.spec, spec.labels[label.runtime] ?? '')](spec);
};

const toDocker = ({ layout }: Cluster): Straight => {
  const docker = new Docker({ socketPath: layout.dockerSocket });
  return async (spec) => {
    const options = createOptions(spec);
    const began = performance.now();
    const container = await docker.createContainer(options);
    await container.start();
    return performance.now() - began;
  };
};

/** The same disk that the engine makes, before the clock starts: to make it is no call of the API. */
const diskOf = async (folders: DiskFolders, { name, machine, user }: ContainerSpec): Promise<readonly Mount[]> =>
  machine?.disk === undefined ? [] : [await makeDisk(folders, name, machine.disk, user)];

const proto = new URL('../../../engines/cri/runtime.proto', import.meta.url).pathname;

const toContainerd = ({ name, layout }: Cluster): Straight => {
  const client = new Client(`unix://${layout.containerdSocket}`, credentials.createInsecure());
  const runtime = new GrpcService(client, proto, 'runtime.v1.RuntimeService');
  return async (spec) => {
    const logs = `${layout.criOutput}/${spec.name}`;
    await mkdir(logs, { recursive: true, mode: 0o700 });
    const parent = cgroupParent(name);
    const own = podCgroup(parent, spec.name);
    if (spec.runsInSandbox) await makePodCgroup(own, spec);
    const config = sandboxConfig(spec, spec.runsInSandbox ? own : parent, logs);
    const container = containerConfig(spec, await diskOf(layout, spec));
    const began = performance.now();
    const runtimeHandler = handlerOf(spec.runtimeHandler, spec.network);
    const { podSandboxId } = sandboxReply.parse(await runtime.call('RunPodSandbox', { config, runtimeHandler }));
    const request = { podSandboxId, config: container, sandboxConfig: config };
    const { containerId } = containerReply.parse(await runtime.call('CreateContainer', request));
    await runtime.call('StartContainer', { containerId });
    return performance.now() - began;
  };
};
