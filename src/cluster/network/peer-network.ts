import type { HostPlace, Layout } from '../layout.ts';
import type { HostLink } from '../plan.ts';
import type { ClusterSpec } from '../spec.ts';
import type { NetworkPeer } from './host-routes.ts';

/** How this host and the cluster's others reach each other. */
export interface PeerNetwork {
  /** Interface that packets of other hosts' containers and services come in by. */
  readonly device: string;
  /** The other hosts' addresses on the network that joins them. */
  readonly addresses: readonly string[];
  /** VXLAN network identifier; undefined where packets go as they are. */
  readonly overlayId: number | undefined;
}

export const othersOf = ({ hosts, own }: Pick<Layout, 'hosts' | 'own'>): readonly HostPlace[] =>
  hosts.filter((_, index) => index !== own);

/** Undefined where there is no other host. */
export const peerNetworkOf = (
  layout: Layout,
  { betweenHosts }: Pick<ClusterSpec['network'], 'betweenHosts'>,
  links: readonly HostLink[],
): PeerNetwork | undefined => {
  const own = links[layout.own];
  if (own === undefined || links.length < 2) return undefined;
  const vxlan = betweenHosts === 'vxlan';
  return {
    device: vxlan ? layout.overlay : own.device,
    addresses: links.filter((link) => link !== own).map(({ address }) => address),
    overlayId: vxlan ? layout.overlayId : undefined,
  };
};

/** Every host as a peer of the others, in the order of the spec. */
export const networkPeers = ({ hosts }: Pick<Layout, 'hosts'>, links: readonly HostLink[]): NetworkPeer[] =>
  hosts.flatMap(({ subnet, address }, index) => {
    const underlay = links[index]?.address;
    return underlay === undefined ? [] : [{ subnet, address, underlay }];
  });
