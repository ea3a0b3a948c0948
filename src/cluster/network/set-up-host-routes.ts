import { readFile, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { Plan } from '../plan.ts';
import { hasLink, removeBridge } from './bridges.ts';
import { directRoutes, overlayRoutes } from './host-routes.ts';
import { networkPeers } from './peer-network.ts';

/** Makes this host reach the services and containers of the others; what is right already is not interrupted. */
export const setUpHostRoutes = async ({ layout, links, spec }: Plan): Promise<void> => {
  const peers = networkPeers(layout, links);
  const own = peers[layout.own];
  const others = peers.filter((peer) => peer !== own);
  if (own === undefined || others.length === 0) return;
  if (spec.network.betweenHosts === 'direct') {
    await removeBridge(layout.overlay);
    return batch('ip', directRoutes(own, others));
  }
  const underlayMtu = Math.min(...links.map(({ mtu }) => mtu));
  const { ip, bridge } = overlayRoutes(own, others, { device: layout.overlay, id: layout.overlayId, underlayMtu });
  const marker = `${layout.run}/overlay`;
  const wanted = [...ip, ...bridge].join('\n');
  const same = (await readFile(marker, 'utf8').catch(() => '')) === wanted && (await hasLink(layout.overlay));
  if (!same) await removeBridge(layout.overlay);
  // The first line makes the device; all others can be said again.
  await batch('ip', same ? ip.slice(1) : ip);
  await batch('bridge', bridge);
  await writeFile(marker, wanted);
};

const batch = async (program: 'ip' | 'bridge', lines: readonly string[]): Promise<void> => {
  await execa(program, ['-batch', '-'], { input: `${lines.join('\n')}\n` });
};

/** Direct routes outlive everything else of a cluster; those of the overlay go with its device. */
export const removeHostRoutes = async (subnets: readonly string[], source: string): Promise<void> => {
  for (const subnet of subnets) await execa('ip', ['route', 'delete', subnet, 'src', source], { reject: false });
};
