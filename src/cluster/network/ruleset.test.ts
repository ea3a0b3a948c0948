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

  it('replace their own table and no other', () => {
    expect(closed.split('\n').slice(0, 3)).toEqual([
      'table inet firebreak_demo',
      'delete table inet firebreak_demo',
      'table inet firebreak_demo {',
    ]);
    expect(tableOf('a-b')).toBe('firebreak_a_b');
  });
});
