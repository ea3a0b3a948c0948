import type { Layout, TenantNetwork } from '../layout.ts';
import type { HostLink } from '../plan.ts';
import type { ClusterSpec } from '../spec.ts';
import { othersOf, type PeerNetwork, peerNetworkOf } from './peer-network.ts';

/** nft table of a cluster; the whole table is ours, so that removing it removes every rule. */
export const tableOf = (cluster: string): string => `firebreak_${cluster.replaceAll('-', '_')}`;

/**
 * What may pass between containers, services and the rest of the world, as one nft file that replaces the table
 * atomically. Containers of one tenant share a bridge, and frames on it are not filtered; everything routed is. From
 * elsewhere only the cluster's other hosts come in, and to containers only the same tenant's.
 */
export const nftRuleset = (
  layout: Layout,
  network: ClusterSpec['network'],
  links: readonly HostLink[] = [],
): string => {
  const table = tableOf(layout.name);
  const peers = peerNetworkOf(layout, network, links);
  return [
    `table inet ${table}`,
    `delete table inet ${table}`,
    `table inet ${table} {`,
    `  set tenants { type ifname; elements = ${quotedSet(bridgesOf(layout))} }`,
    ...chain('input', 'filter hook input priority -10', [
      ...(peers === undefined ? [] : fromPeers(layout, peers)),
      `iifname != ${quotedSet(ownInterfaces(layout, peers))} ip daddr ${layout.hosts[layout.own]?.subnet} drop`,
      'iifname != @tenants accept',
      'ct state established,related accept',
      ...layout.networks.map(({ bridge, subnet }) => `iifname "${bridge}" ip saddr != ${subnet} drop`),
      ...toServices(layout, [layout.address]),
      'icmp type { echo-request, destination-unreachable } accept',
      'reject with icmpx admin-prohibited',
    ]),
    ...chain('forward', 'filter hook forward priority -10', [
      'iifname != @tenants oifname != @tenants accept',
      ...layout.networks.map(({ bridge }) => `iifname "${bridge}" oifname "${bridge}" accept`),
      'ct state established,related accept',
      ...(peers === undefined ? [] : betweenHosts(layout, peers)),
      ...(network.egress ? layout.networks.map((tenant) => egress(tenant)) : []),
      'reject with icmpx admin-prohibited',
    ]),
    ...(network.egress
      ? chain('postrouting', 'nat hook postrouting priority 100', [
          ...layout.networks.map(
            ({ bridge, subnet }) =>
              `ip saddr ${subnet} ip daddr != ${set(layout.hosts.map((host) => host.subnet))} oifname != "${bridge}" masquerade`,
          ),
        ])
      : []),
    '}',
    '',
  ].join('\n');
};

const bridgesOf = ({ networks }: Layout): string[] => networks.map(({ bridge }) => bridge);

/** Interfaces from which the host's services are reached at all. */
const ownInterfaces = (layout: Layout, peers: PeerNetwork | undefined): string[] => [
  ...['lo', layout.serviceBridge, ...bridgesOf(layout)],
  ...(peers === undefined ? [] : [peers.device]),
];

/** Packets of other hosts that are meant for this one; containers there have the same rights as containers here. */
const fromPeers = (layout: Layout, peers: PeerNetwork): string[] => {
  const others = othersOf(layout);
  const own = layout.hosts[layout.own]?.subnet;
  const from = `iifname "${peers.device}" ip daddr ${own}`;
  return [
    // The VXLAN header's identifier is 24 bits, behind 8 bytes of UDP and 4 of flags.
    ...(peers.overlayId === undefined
      ? []
      : [`udp dport 4789 @th,96,24 ${peers.overlayId} ip saddr != ${set(peers.addresses)} counter drop`]),
    `${from} ip saddr ${set(others.map(({ address }) => address))} accept`,
    `${from} ct state established,related accept`,
    ...toServices(layout, [layout.address]).map(
      (rule) => `${from} ip saddr ${set(others.flatMap(({ tenants }) => tenants))} ${rule}`,
    ),
    `${from} drop`,
  ];
};

/** A tenant's containers reach the same tenant's on other hosts and the services there; hosts reach containers. */
const betweenHosts = (layout: Layout, peers: PeerNetwork): string[] => {
  const others = othersOf(layout);
  const services = others.map(({ address }) => address);
  return layout.networks.flatMap(({ bridge, subnet }, index) => {
    const same = set(others.flatMap(({ tenants }) => tenants[index] ?? []));
    const out = `iifname "${bridge}" oifname "${peers.device}" ip saddr ${subnet}`;
    const back = `iifname "${peers.device}" oifname "${bridge}" ip daddr ${subnet}`;
    return [
      `${out} ip daddr ${same} accept`,
      ...toServices(layout, services).map((rule) => `${out} ${rule}`),
      `${out} ip daddr ${set(others.map((host) => host.subnet))} reject with icmpx admin-prohibited`,
      `${back} ip saddr ${same} accept`,
      `${back} ip saddr ${set(services)} accept`,
    ];
  });
};

/** What a container needs of the cluster: HDFS, the AM's scheduler and NodeManager, and the client protocol. */
const toServices = ({ ports }: Layout, addresses: readonly string[]): string[] => {
  const needed = [
    ports.nameNodeRpc,
    ports.dataNodeData,
    ports.dataNodeIpc,
    ports.resourceManagerScheduler,
    ports.resourceManagerClient,
    ports.nodeManager,
  ];
  return [`ip daddr ${set(addresses)} tcp dport ${set(needed)} accept`];
};

const egress = ({ bridge, subnet }: TenantNetwork): string =>
  `iifname "${bridge}" oifname != @tenants ip saddr ${subnet} accept`;

const set = (elements: readonly (string | number)[]): string =>
  elements.length === 1 ? String(elements[0]) : `{ ${elements.join(', ')} }`;

const quotedSet = (names: readonly string[]): string => `{ ${names.map((name) => `"${name}"`).join(', ')} }`;

const chain = (name: string, hook: string, rules: readonly string[]): string[] => [
  `  chain ${name} {`,
  `    type ${hook}; policy accept;`,
  ...rules.map((rule) => `    ${rule}`),
  '  }',
];
