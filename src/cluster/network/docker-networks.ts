import type Docker from 'dockerode';
import { label } from '../../engines/labels.ts';
import type { Layout, TenantNetwork } from '../layout.ts';

/** Gives each tenant's bridge to the engine as a network; one with another subnet is made anew. */
export const setUpDockerNetworks = async (docker: Docker, layout: Layout, mtu: number): Promise<void> => {
  const present = await networksOf(docker, layout.name);
  for (const wanted of layout.networks) {
    const same = present.find(({ Name }) => Name === wanted.network);
    if (same !== undefined && isAsWanted(same, wanted)) continue;
    if (same !== undefined) await docker.getNetwork(same.Id).remove();
    await docker.createNetwork(networkOptions(layout.name, wanted, mtu));
  }
};

export const removeDockerNetworks = async (docker: Docker, cluster: string): Promise<void> => {
  for (const { Id } of await networksOf(docker, cluster)) await docker.getNetwork(Id).remove();
};

const networksOf = (docker: Docker, cluster: string) =>
  docker.listNetworks({ filters: { label: [`${label.cluster}=${cluster}`] } });

const isAsWanted = (present: Docker.NetworkInspectInfo, wanted: TenantNetwork): boolean =>
  present.IPAM?.Config?.[0]?.Subnet === wanted.subnet &&
  present.Options?.['com.docker.network.bridge.name'] === wanted.bridge;

const networkOptions = (
  cluster: string,
  { network, bridge, subnet, gateway, tenant }: TenantNetwork,
  mtu: number,
): Docker.NetworkCreateOptions => ({
  Name: network,
  Driver: 'bridge',
  CheckDuplicate: true,
  IPAM: { Driver: 'default', Config: [{ Subnet: subnet, Gateway: gateway }] },
  Options: {
    'com.docker.network.bridge.name': bridge,
    'com.docker.network.bridge.enable_ip_masquerade': 'false',
    'com.docker.network.driver.mtu': String(mtu),
  },
  Labels: { [label.cluster]: cluster, [label.tenant]: tenant },
});
