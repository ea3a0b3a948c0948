import type { Layout } from '../layout.ts';
import type { ClusterSpec } from '../spec.ts';

/** nft table of a cluster; the whole table is ours, so that removing it removes every rule. */
export const tableOf = (cluster: string): string => `firebreak_${cluster.replaceAll('-', '_')}`;

/**
 * What may pass between containers, services and the rest of the world, as one nft file that replaces the table
 * atomically. Containers of one tenant share a bridge, and frames on it are not filtered; everything routed is.
 */
export const nftRuleset = (layout: Layout, network: ClusterSpec['network']): string => {
  const table = tableOf(layout.name);
  const bridges = layout.networks.map(({ bridge }) => `"${bridge}"`).join(', ');
  return [
    `table inet ${table}`,
    `delete table inet ${table}`,
    `table inet ${table} {`,
    `  set tenants { type ifname; elements = { ${bridges} } }`,
    ...chain('input', 'filter hook input priority -10', [
      'iifname != @tenants accept',
      'ct state established,related accept',
      ...layout.networks.map(({ bridge, subnet }) => `iifname "${bridge}" ip saddr != ${subnet} drop`),
      `ip daddr ${layout.address} tcp dport { ${servicePorts(layout).join(', ')} } accept`,
      'icmp type { echo-request, destination-unreachable } accept',
      'reject with icmpx admin-prohibited',
    ]),
    ...chain('forward', 'filter hook forward priority -10', [
      'iifname != @tenants oifname != @tenants accept',
      ...layout.networks.map(({ bridge }) => `iifname "${bridge}" oifname "${bridge}" accept`),
      'ct state established,related accept',
      ...(network.egress ? layout.networks.map((tenant) => egress(tenant)) : []),
      'reject with icmpx admin-prohibited',
    ]),
    ...(network.egress
      ? chain('postrouting', 'nat hook postrouting priority 100', [
          ...layout.networks.map(({ bridge, subnet }) => `ip saddr ${subnet} oifname != "${bridge}" masquerade`),
        ])
      : []),
    '}',
    '',
  ].join('\n');
};

/** What a container needs of the cluster: HDFS, the AM's scheduler and NodeManager, and the client protocol. */
const servicePorts = ({ ports }: Layout): number[] => [
  ports.nameNodeRpc,
  ports.dataNodeData,
  ports.dataNodeIpc,
  ports.resourceManagerScheduler,
  ports.resourceManagerClient,
  ports.nodeManager,
];

const egress = ({ bridge, subnet }: Layout['networks'][number]): string =>
  `iifname "${bridge}" oifname != @tenants ip saddr ${subnet} accept`;

const chain = (name: string, hook: string, rules: readonly string[]): string[] => [
  `  chain ${name} {`,
  `    type ${hook}; policy accept;`,
  ...rules.map((rule) => `    ${rule}`),
  '  }',
];
