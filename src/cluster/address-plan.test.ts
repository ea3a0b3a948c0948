import { describe, expect, it } from 'vitest';
import { addressIn, hostSubnet, isAligned, overlap, roomForHosts } from './address-plan.ts';

describe('the address plan', () => {
  it('gives each host the next /20, also beyond a third number of 255', () => {
    expect(hostSubnet('172.30.0.0/16', 0)).toBe('172.30.0.0/20');
    expect(hostSubnet('172.30.0.0/16', 15)).toBe('172.30.240.0/20');
    expect(hostSubnet('10.0.0.0/8', 17)).toBe('10.1.16.0/20');
    expect(addressIn('10.0.0.0/8', 4095, 15, 254)).toBe('10.255.255.254');
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
