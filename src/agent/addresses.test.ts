import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Addresses } from './addresses.ts';

describe('addresses of a tenant', () => {
  it('are all given once, never the network’s, the gateway’s or the broadcast address', () => {
    const addresses = new Addresses('172.30.1.0/24', []);
    const given = Array.from({ length: 253 }, (_, index) => addresses.take(`c${index}`));
    expect(new Set(given).size).toBe(253);
    expect(given).not.toContain('172.30.1.0');
    expect(given).not.toContain('172.30.1.1');
    expect(given).not.toContain('172.30.1.255');
    expect(() => addresses.take('more')).toThrow(expect.objectContaining({ code: 'FB-AGENT-ADDRESSES' }));
  });

  it('are given the longest unused first', () => {
    const addresses = new Addresses('10.0.0.0/24', []);
    const first = addresses.take('a');
    addresses.giveBack({ name: 'a', address: first });
    const others = Array.from({ length: 252 }, (_, index) => addresses.take(`c${index}`));
    expect(others).not.toContain(first);
    expect(addresses.take('last')).toBe(first);
  });

  it('that a running container has are not given', () => {
    const addresses = new Addresses('10.0.0.0/24', [{ name: 'a', address: '10.0.0.2' }]);
    expect(addresses.take('b')).toBe('10.0.0.3');
  });

  it('are not freed by a container that had them before', () => {
    const addresses = new Addresses('10.0.0.0/24', [{ name: 'now', address: '10.0.0.2' }]);
    addresses.giveBack({ name: 'before', address: '10.0.0.2' });
    const given = Array.from({ length: 252 }, (_, index) => addresses.take(`c${index}`));
    expect(given).not.toContain('10.0.0.2');
  });

  it('are never given twice while taken, in whatever order ends are reported, once or more', () => {
    const step = fc.record({ take: fc.boolean(), which: fc.nat(9), again: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
        const addresses = new Addresses('10.0.0.0/24', []);
        const held = new Map<string, string>();
        const ended: { name: string; address: string }[] = [];
        steps.forEach(({ take, which, again }, index) => {
          const names = [...held.keys()];
          const name = names[which % Math.max(names.length, 1)];
          if (take || name === undefined) {
            const address = addresses.take(`c${index}`);
            expect([...held.values()]).not.toContain(address);
            held.set(`c${index}`, address);
            return;
          }
          const holder = { name, address: held.get(name) ?? '' };
          held.delete(name);
          ended.push(holder);
          addresses.giveBack(holder);
          for (const earlier of ended.slice(-again)) addresses.giveBack(earlier);
        });
      }),
    );
  });
});
