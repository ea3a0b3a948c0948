import type { ContainerInspectInfo } from 'dockerode';
import type { ContainerState } from '../engine.ts';

export const stateOf = (info: ContainerInspectInfo): ContainerState => ({
  id: info.Id,
  name: info.Name.replace(/^\//, ''),
  status: statusOf(info.State.Status),
  pid: info.State.Pid,
  exitCode: info.State.ExitCode,
  oomKilled: info.State.OOMKilled,
  address: addressOf(info),
  hostname: info.Config.Hostname,
  runtimeHandler: info.HostConfig.Runtime ?? '',
  image: info.Image,
  labels: info.Config.Labels,
});

const statusOf = (status: string): ContainerState['status'] => {
  if (status === 'running' || status === 'paused' || status === 'restarting') return 'running';
  if (status === 'created') return 'created';
  return status === 'exited' ? 'exited' : 'dead';
};

/** The address asked for stays on record where the engine has cleared the live one, after the end of the container. */
const addressOf = (info: ContainerInspectInfo): string =>
  Object.values(info.NetworkSettings.Networks)
    .map((network) => network.IPAddress || network.IPAMConfig?.IPv4Address || '')
    .find((address) => address !== '') ?? '';
