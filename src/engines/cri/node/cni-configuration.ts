/** CNI configuration of one tenant's network: its bridge is there already, the address comes from the agent. */
export const cniConfiguration = (network: string, bridge: string, mtu: number): string =>
  `${JSON.stringify(
    {
      cniVersion: '0.4.0',
      name: network,
      plugins: [{ type: 'bridge', bridge, mtu, isGateway: false, ipMasq: false, ipam: { type: 'firebreak-ipam' } }],
    },
    undefined,
    2,
  )}\n`;
