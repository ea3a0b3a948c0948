import { describe, expect, it } from 'vitest';
import { addressIn, hostSubnet, isAligned, overlap, roomForHosts } from './address-plan.ts';
import { layoutOf } from './layout.ts';
import { clusterSpec } from './spec.ts';

describe('the address plan', () => {
  it('gives each host the next /20, also beyond a third number of 255', () => {
    expect(hostSubnet('172.30.0.0/16', 0)).toBe('172.30.0.0/20');
    expect(hostSubnet('172.30.0.0/16', 15)).toBe('172.30.240.0/20');
    expect(hostSubnet('10.0.0.0/8', 17)).toBe('10.1.16.0/20');
    expect(addressIn('10.0.0.0/8', 4095, 15, 254)).toBe('10.255.255.254');
  });

  it('gives no address to two hosts or tenants', () => {
    const tenants = Object.fromEntries(
      Array.from({ length: 15 }, (_, index) => [`t${index}`, { users: [`u${index}`], runtime: 'runc' }]),
    );
    const hosts = Array.from({ length: 16 }, (_, index) => ({ address: `h${index}` }));
    const spec = clusterSpec.parse({ name: 'full', hosts, tenants, network: { subnet: '10.0.0.0/16' } });
    const places = layoutOf(spec).hosts;
    const subnets = places.flatMap(({ address, tenants: own }) => [`${address}/24`, ...own]);
    expect(subnets).toHaveLength(16 * 16);
    for (const [index, one] of subnets.entries()) {
      for (const other of subnets.slice(index + 1)) expect(overlap(one, other), `${one} and ${other}`).toBe(false);
    }
    for (const own of places.keys()) {
      expect(layoutOf(spec, own).networks.map(({ subnet }) => subnet)).toEqual(places[own]?.tenants);
    }
  });

  it('knows how many hosts fit, and where a network can begin', () => {
    expect([roomForHosts('172.30.0.0/20'), roomForHosts('172.30.0.0/16')]).toEqual([1, 16]);
    expect([isAligned('172.30.16.0/20'), isAligned('172.30.5.0/20'), isAligned('172.30.16.0/16')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('sees networks that overlap, whichever is larger', () => {
    expect(overlap('172.30.0.0/16', '172.30.5.7/24')).toBe(true);
    expect(overlap('172.30.16.1/24', '172.30.0.0/20')).toBe(false);
  });
});
