import { describe, expect, it } from 'vitest';
import { testPlan } from '../test-plan.ts';
import { nftRuleset, tableOf } from './ruleset.ts';

const { layout, spec } = testPlan();
const closed = nftRuleset(layout, { ...spec.network, egress: false });
const open = nftRuleset(layout, { ...spec.network, egress: true });

describe('rules of a cluster', () => {
  it('name every tenant bridge, and end each chain for tenants in a refusal', () => {
    expect(closed).toContain('set tenants { type ifname; elements = { "fb-demo-1", "fb-demo-2" } }');
    expect(closed.match(/^ {4}reject with icmpx admin-prohibited\n {2}}/gm)).toHaveLength(2);
  });

  it('forward from a tenant to its own bridge only', () => {
    const accepted = closed.split('\n').filter((line) => / oifname .* accept$/.test(line));
    expect(accepted.map((line) => line.trim())).toEqual([
      'iifname != @tenants oifname != @tenants accept',
      'iifname "fb-demo-1" oifname "fb-demo-1" accept',
      'iifname "fb-demo-2" oifname "fb-demo-2" accept',
    ]);
  });

  it('let containers reach six ports of the services and no administration, web or tracker port', () => {
    expect(closed).toContain('ip daddr 172.30.0.1 tcp dport { 8020, 9866, 9867, 8030, 8032, 8041 } accept');
    for (const port of ['8031', '8033', '8040', '8042', '8088', '9870', '18080']) expect(closed).not.toContain(port);
  });

  it('with egress, still keep tenants apart', () => {
    expect(open).toContain('iifname "fb-demo-1" oifname != @tenants ip saddr 172.30.1.0/24 accept');
    expect(open).toContain('masquerade');
    expect(closed).not.toContain('masquerade');
  });

  it('let nobody in to services and containers but this host itself', () => {
    expect(closed).toContain(
      'iifname != { "lo", "fb-demo", "fb-demo-1", "fb-demo-2" } ip daddr 172.30.0.0/20 drop\n    iifname != @tenants accept',
    );
  });

  it('replace their own table and no other', () => {
    expect(closed.split('\n').slice(0, 3)).toEqual([
      'table inet firebreak_demo',
      'delete table inet firebreak_demo',
      'table inet firebreak_demo {',
    ]);
    expect(tableOf('a-b')).toBe('firebreak_a_b');
  });
});

describe('rules of a host among others', () => {
  const plan = testPlan({ hosts: [{ address: 'a' }, { address: 'b' }] });
  const links = ['10.0.0.1', '10.0.0.2'].map((address) => ({ address, device: 'eth0', mtu: 1500 }));
  const rules = nftRuleset(plan.layout, plan.spec.network, links)
    .split('\n')
    .map((line) => line.trim());

  it('let other hosts of the cluster in through the overlay, their containers to six ports, and nobody else', () => {
    expect(rules).toContain('iifname "fb-demo-x" ip daddr 172.30.0.0/20 ip saddr 172.30.16.1 accept');
    expect(rules).toContain('iifname "fb-demo-x" ip daddr 172.30.0.0/20 drop');
    const toServices = rules.filter((rule) => rule.includes('ip saddr { 172.30.17.0/24, 172.30.18.0/24 }'));
    expect(toServices).toEqual([expect.stringMatching(/tcp dport { 8020, 9866, 9867, 8030, 8032, 8041 } accept$/)]);
  });

  it('take packets of this overlay from the other hosts’ own addresses only', () => {
    expect(rules).toContain(`udp dport 4789 @th,96,24 ${plan.layout.overlayId} ip saddr != 10.0.0.2 counter drop`);
  });

  it('join a tenant’s containers with the same tenant’s on other hosts, and keep tenants apart', () => {
    const joined = rules.filter((rule) => rule.includes('oifname "fb-demo-x"') && rule.endsWith('accept'));
    expect(joined.filter((rule) => rule.includes('/24 accept'))).toEqual([
      'iifname "fb-demo-1" oifname "fb-demo-x" ip saddr 172.30.1.0/24 ip daddr 172.30.17.0/24 accept',
      'iifname "fb-demo-2" oifname "fb-demo-x" ip saddr 172.30.2.0/24 ip daddr 172.30.18.0/24 accept',
    ]);
  });
});
