import type { ContainerState } from '../engine.ts';
import { annotation, nameLabel } from './pod.ts';
import { type Sandbox, type StatusReply, verboseInfo } from './replies.ts';

const statuses = {
  CONTAINER_CREATED: 'created',
  CONTAINER_RUNNING: 'running',
  CONTAINER_EXITED: 'exited',
  CONTAINER_UNKNOWN: 'dead',
} as const;

/** A pod as one container; a sandbox without a container in it counts as created. */
export const stateOf = (sandbox: Sandbox, found?: { id: string; reply: StatusReply }): ContainerState => {
  const { [nameLabel]: name = '', ...labels } = sandbox.labels;
  const status = found === undefined ? 'created' : statuses[found.reply.status.state];
  return {
    id: found?.id ?? sandbox.id,
    name,
    status,
    pid: status === 'running' ? verboseInfo.parse(JSON.parse(found?.reply.info.info ?? '{}')).pid : 0,
    exitCode: found?.reply.status.exitCode ?? 0,
    oomKilled: found?.reply.status.reason === 'OOMKilled',
    // As `sha256:…` or `NAME@sha256:…`.
    image: found?.reply.status.imageRef.split('@').at(-1) ?? '',
    address: sandbox.annotations[annotation.address] ?? '',
    hostname: sandbox.annotations[annotation.hostname] ?? '',
    runtimeHandler: sandbox.annotations[annotation.handler] ?? '',
    labels,
  };
};
