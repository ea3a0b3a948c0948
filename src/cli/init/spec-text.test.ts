import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSpec } from '../../cluster/read-spec.ts';
import { runtimeNames } from '../../runtimes/runtime-class.ts';
import type { Answers } from './answers.ts';
import { defaultPlace, freePlace } from './place.ts';
import { problemOf } from './problem-of.ts';
import { specText } from './spec-text.ts';

const answers: Answers = {
  name: 'demo',
  hosts: [],
  tenants: [{ name: 'analysts', users: ['alice'], runtime: 'gvisor' }],
  place: defaultPlace,
};

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the text of a cluster spec', () => {
  it('says no more than is needed', () => {
    expect(linesOf(specText(answers, 's'))).toEqual([
      ...['name: demo', 'tenants:', '  analysts:', '    users: [alice]', '    runtime: gvisor'],
    ]);
  });

  it('is read as the answers were, whatever names they have', () => {
    const short = fc.stringMatching(/^[a-z][a-z0-9-]{0,19}$/);
    const user = fc
      .stringMatching(/^[a-z_][a-z0-9_-]{0,31}$/)
      .filter((name) => !['root', 'hdfs', 'yarn', 'spark'].includes(name));
    const address = fc.stringMatching(/^[^-\s][^\s]{0,20}$/);
    const names = fc.uniqueArray(fc.tuple(short, user, fc.constantFrom(...runtimeNames)), {
      minLength: 1,
      maxLength: 4,
      selector: ([name]) => name,
    });
    const hosts = fc.uniqueArray(address, { maxLength: 4 });
    fc.assert(
      fc.property(short, hosts, names, (name, hosts, tenants) => {
        fc.pre(new Set(tenants.map(([, user]) => user)).size === tenants.length);
        const text = specText(
          {
            ...answers,
            name,
            hosts,
            tenants: tenants.map(([name, user, runtime]) => ({ name, users: [user], runtime })),
          },
          's',
        );
        const spec = readSpec(text, 'f');
        expect(spec.name).toBe(name);
        expect(spec.hosts.map((host) => host.address)).toEqual(hosts.length === 0 ? ['local'] : hosts);
        expect(Object.entries(spec.tenants).map(([name, { users, runtime }]) => [name, users[0], runtime])).toEqual(
          expect.arrayContaining(tenants),
        );
      }),
    );
  });

  it('names network and ports where they are not the default ones', () => {
    const { network, ports } = readSpec(
      specText({ ...answers, place: { subnet: '172.29.0.0/16', offset: 1000 } }, 's'),
      'f',
    );
    expect([network.subnet, ports.offset]).toEqual(['172.29.0.0/16', 1000]);
  });
});

describe('the place of a cluster', () => {
  it('is the default one where that is free', () => expect(freePlace([])).toEqual(defaultPlace));

  it('is beside others', () => {
    const others = [
      { subnet: '172.30.16.0/20', offset: 1000 },
      { subnet: '172.28.0.0/15', offset: 0 },
    ];
    expect(freePlace(others)).toEqual({ subnet: '172.27.0.0/16', offset: 2000 });
  });
});

it.each([
  ['a name', { name: 'De mo' }, 'must be 1 to 20 of a-z'],
  ['a host twice', { hosts: ['a', 'a'] }, 'host a is there already'],
  ['a system account', { tenants: [{ name: 'a', users: ['root'], runtime: 'runc' }] }, 'root is a system account'],
  ['no users', { tenants: [{ name: 'a', users: [], runtime: 'runc' }] }, 'tenants.a.users'],
  ['a network', { place: { subnet: '10.0.0.0', offset: 0 } }, 'must be an IPv4 network'],
  ['an offset', { place: { subnet: '172.29.0.0/16', offset: Number.NaN } }, 'ports.offset'],
])('the problem of %s is told without a place in a file', (_, wrong, expected) => {
  expect(problemOf(wrong)).toContain(expected);
  expect(problemOf(wrong)).not.toMatch(/\d+:\d+/);
  expect(problemOf(answers)).toBeUndefined();
});
