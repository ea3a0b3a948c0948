import { describe, expect, it } from 'vitest';
import { layoutOf } from './layout.ts';
import { knownHosts, placed, type Registration } from './places.ts';
import { testPlan } from './test-plan.ts';

const specOf = (...hosts: { address: string; name?: string; place?: number }[]) => testPlan({ hosts }).spec;
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((address) => ({ address })) as [Address, Address, Address, Address];
interface Address {
  readonly address: string;
}

/** What each of the machines says of a cluster of a, b and c. */
const saying = (...owns: (string | undefined)[]): (Registration | undefined)[] =>
  owns.map((own) => (own === undefined ? undefined : { own, hosts: knownHosts([a, b, c]) }));

const placesOf = ({ spec }: ReturnType<typeof placed>) => spec.hosts.map(({ place }) => place);
const leaving = (result: ReturnType<typeof placed>) => result.leaving.map(({ name }) => name);

describe('the place of a host', () => {
  it('is its line where there is no cluster yet', () => {
    const result = placed(specOf(a, b, c), [undefined, undefined, undefined]);
    expect(placesOf(result)).toEqual([0, 1, 2]);
    expect(result.leaving).toEqual([]);
    expect(layoutOf(result.spec, 2)).toEqual(layoutOf(specOf(a, b, c), 2));
  });

  it('stays when another one leaves, and so do all of its addresses', () => {
    const result = placed(specOf(a, c), saying('a', 'c'));
    expect(placesOf(result)).toEqual([0, 2]);
    expect(leaving(result)).toEqual(['b']);
    expect(layoutOf(result.spec, 1).networks).toEqual(layoutOf(specOf(a, b, c), 2).networks);
  });

  it('stays when the lines are in another order, and when a host is called something else', () => {
    const result = placed(specOf(c, { ...b, name: 'worker' }, a), saying('c', 'b', 'a'));
    expect(placesOf(result)).toEqual([2, 1, 0]);
    expect(leaving(result)).toEqual([]);
  });

  it('stays when the machine is a new one of the same name', () => {
    expect(placesOf(placed(specOf(a, b, c), saying('a', undefined, 'c')))).toEqual([0, 1, 2]);
  });

  it('of a new host is the first that no other has, had a moment ago, or is still on a list', () => {
    expect(placesOf(placed(specOf(a, d, c), saying('a', undefined, 'c')))).toEqual([0, 3, 2]);
    expect(placesOf(placed(specOf(a, d, b, c), saying('a', undefined, 'b', 'c'), ['172.30.48.1']))).toEqual([
      0, 4, 1, 2,
    ]);
  });

  it('of a machine that was away for long does not count: the masters’ host knows who is in', () => {
    const now: Registration = {
      own: 'a',
      hosts: knownHosts([a, c]).map((host, index) => ({ ...host, place: 2 * index })),
    };
    const result = placed(specOf(a, b, c), [now, ...saying('b', 'c')]);
    expect(placesOf(result)).toEqual([0, 1, 2]);
    expect(result.before.map((host) => host?.name)).toEqual(['a', undefined, 'c']);
    expect(result.leaving).toEqual([]);
  });

  it('is not changed under a running host', () => {
    expect(() => placed(specOf(a, { ...b, place: 5 }, c), saying('a', 'b', 'c'))).toThrow(
      expect.objectContaining({ code: 'FB-SCALE-PLACE' }),
    );
  });

  it('is not had where the network is full', () => {
    const many = Array.from({ length: 16 }, (_, index) => ({ address: `host${index}` }));
    const [first, ...others] = many;
    const spec = specOf(...(first === undefined ? [] : [first]), ...others.slice(1), d);
    const registered = many.slice(1).map(({ address }) => ({ own: address, hosts: knownHosts(many) }));
    expect(() => placed(spec, [{ own: 'host0', hosts: knownHosts(many) }, ...registered.slice(1), undefined])).toThrow(
      expect.objectContaining({ code: 'FB-SCALE-ROOM' }),
    );
  });
});
