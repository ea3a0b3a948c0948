/** A host of a cluster as the others see it. */
export interface NetworkPeer {
  /** All addresses of its services and containers, e.g. `172.30.16.0/20`. */
  readonly subnet: string;
  /** Address of its services, within `subnet`. */
  readonly address: string;
  /** Address on the network that joins the hosts. */
  readonly underlay: string;
}

export interface Overlay {
  /** At most 15 characters. */
  readonly device: string;
  /** VXLAN network identifier, 24 bits. */
  readonly id: number;
  /** MTU of the network that joins the hosts. */
  readonly underlayMtu: number;
}

/** Outer Ethernet, IPv4, UDP and VXLAN headers: 14 + 20 + 8 + 8 bytes. */
export const vxlanBytes = 50;

/** Lines for `ip -batch`: how `own` reaches the others where all share a segment. */
export const directRoutes = (own: NetworkPeer, others: readonly NetworkPeer[]): string[] =>
  others.map(({ subnet, underlay }) => `route replace ${subnet} via ${underlay} src ${own.address}`);

/**
 * How `own` reaches the others through any network: lines for `ip -batch`, then for `bridge -batch`. The device must
 * not be there yet. Nothing is learned or flooded: each host's place is given, as its MAC follows from its address.
 */
export const overlayRoutes = (
  own: NetworkPeer,
  others: readonly NetworkPeer[],
  { device, id, underlayMtu }: Overlay,
): { readonly ip: string[]; readonly bridge: string[] } => ({
  ip: [
    `link add ${device} type vxlan id ${id} local ${own.underlay} dstport 4789 nolearning`,
    `link set ${device} address ${macOf(own)} mtu ${underlayMtu - vxlanBytes} up`,
    ...others.flatMap((other) => [
      `neighbour replace ${other.address} lladdr ${macOf(other)} dev ${device} nud permanent`,
      `route replace ${other.subnet} via ${other.address} dev ${device} onlink src ${own.address}`,
    ]),
  ],
  bridge: others.map((other) => `fdb replace ${macOf(other)} dev ${device} dst ${other.underlay} self permanent`),
});

/** Locally administered, from the four bytes of the service address. */
const macOf = ({ address }: NetworkPeer): string =>
  ['02', 'fb', ...address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'))].join(':');
