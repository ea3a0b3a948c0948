import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Connection, openConnection } from '../../src/cluster/hosts/ssh/connection.ts';
import { directRoutes, type NetworkPeer, overlayRoutes, vxlanBytes } from '../../src/cluster/network/host-routes.ts';
import { startHosts, type TestHosts } from './test-hosts.ts';

const { signal } = new AbortController();
const underlayMtu = 1500;
let set: TestHosts;
let connections: Connection[];
let peers: NetworkPeer[];

beforeAll(async () => {
  set = await startHosts(3, { prefix: 'fbnet', network: '172.27.241' });
  connections = await Promise.all(set.hosts.map(({ name }) => openConnection(name, { config: set.sshConfig })));
  peers = set.hosts.map(({ address }, index) => ({
    subnet: `172.26.${16 * index}.0/20`,
    address: `172.26.${16 * index}.1`,
    underlay: address,
  }));
  await onEach(
    (own) => `ip link add services type bridge; ip address add ${own.address}/24 dev services; ip link set services up`,
  );
});
afterAll(async () => {
  for (const connection of connections) await connection[Symbol.asyncDispose]();
  await set[Symbol.asyncDispose]();
});

const onEach = (scriptOf: (own: NetworkPeer, others: NetworkPeer[]) => string): Promise<string[]> =>
  Promise.all(
    peers.map((own, index) => {
      const others = peers.filter((peer) => peer !== own);
      const connection = connections[index];
      if (connection === undefined) throw new Error('one connection each');
      return connection.run({ script: scriptOf(own, others), signal });
    }),
  );

/** What every other host’s sshd says at its service address. */
const reached = () =>
  onEach((_, others) =>
    others.map(({ address }) => `timeout 5 bash -c 'read -r line </dev/tcp/${address}/22 && echo $line'`).join(' && '),
  );

const sourceOf = () => onEach((_, others) => others.map(({ address }) => `ip route get ${address}`).join(' && '));

const clear = () =>
  onEach((_, others) =>
    [
      'ip link delete over 2>/dev/null',
      ...others.map(({ subnet }) => `ip route delete ${subnet} 2>/dev/null`),
      'true',
    ].join('; '),
  );

describe('services of hosts reach each other from their service addresses', () => {
  it('not at all without routes', async () => {
    await expect(reached()).rejects.toMatchObject({ code: 'FB-HOST-COMMAND' });
  });

  it('by routes on one segment', async () => {
    await onEach((own, others) => `ip -batch - <<'.'\n${directRoutes(own, others).join('\n')}\n.`);
    for (const answer of await reached()) expect(answer.match(/SSH-2.0/g)).toHaveLength(2);
    const routes = await sourceOf();
    for (const [index, route] of routes.entries()) expect(route).toContain(`dev eth0 src ${peers[index]?.address}`);
    await clear();
  });

  it('through vxlan, with room for its headers', async () => {
    await onEach((own, others) => {
      const { ip, bridge } = overlayRoutes(own, others, { device: 'over', id: 0xfb01, underlayMtu });
      return `ip -batch - <<'.' && bridge -batch - <<'..'\n${ip.join('\n')}\n.\n${bridge.join('\n')}\n..`;
    });
    for (const answer of await reached()) expect(answer.match(/SSH-2.0/g)).toHaveLength(2);
    const routes = await sourceOf();
    for (const [index, route] of routes.entries()) expect(route).toContain(`dev over src ${peers[index]?.address}`);
    const [mtu] = await onEach(() => 'cat /sys/class/net/over/mtu; cat /sys/class/net/over/statistics/rx_packets');
    const [size, packets] = (mtu ?? '').split('\n').map(Number);
    expect(size).toBe(underlayMtu - vxlanBytes);
    expect(packets).toBeGreaterThan(0);
  });
});
