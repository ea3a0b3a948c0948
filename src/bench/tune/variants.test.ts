import { expect, test } from 'vitest';
import { clusterSpec } from '../../cluster/spec.ts';
import type { Candidate } from './candidates/candidate.ts';
import { candidates } from './candidates/candidates.ts';
import { nameOf, specWith, tryable } from './variants.ts';

const spec = clusterSpec.parse({ name: 't', tenants: { t: { users: ['t'], runtime: 'gvisor' } } });
const known = new Map([
  ['directfs', 'true'],
  ['platform', undefined],
  ['file-access-mounts', undefined],
  ['network', undefined],
  ['gso', 'true'],
]);
const gvisor = candidates.filter(({ runtime }) => runtime === 'gvisor');
const kata = candidates.filter(({ runtime }) => runtime === 'kata');
const inGvisor = (flag: string, value: string) => specWith(spec, { runtime: 'gvisor', key: ['options', flag], value });
const names = (some: readonly Candidate[]) => some.map(nameOf);

test('a flag that this runsc lacks, or that is set already, is not tried, and the reason is told', () => {
  const { tried, left } = tryable(gvisor, known, inGvisor('platform', 'systrap'));
  expect(names(tried)).toContain('directfs=false');
  const because = (what: string) => left.find((each) => each.what === what)?.because;
  expect(because('platform=systrap')).toBe('the cluster has it already');
  expect(because('dcache=10000')).toBe('this runsc has no such flag');
  expect(because('directfs=true')).toBe('it is so already, unasked');
  expect(because('network=host')).toBe('it is so already, unasked');
});

test('a flag of gVisor’s own network stack is tried where containers have that', () => {
  const { left } = tryable(gvisor, known, spec);
  expect(left).toContainEqual({
    runtime: 'gvisor',
    what: 'gso=false',
    because: 'it changes nothing without network=sandbox',
  });
  const { tried } = tryable(gvisor, known, inGvisor('network', 'sandbox'));
  expect(names(tried)).toEqual(expect.arrayContaining(['gso=false', 'network=host']));
});

test('of Kata is tried what its hypervisor and its shim can do and the cluster has not, and the reason is told', () => {
  const { tried, left } = tryable(kata, new Map(), {
    ...spec,
    runtimes: { ...spec.runtimes, kata: { ...spec.runtimes.kata, hypervisor: 'cloud-hypervisor' } },
  });
  expect(names(tried)).toEqual([
    ...['scratch=shared', 'scratch=memory', 'cache=always', 'cache=metadata', 'cache=never'],
    ...['queueSize=256', 'threads=0', 'threads=4'],
  ]);
  const because = (what: string) => left.find((each) => each.what === what)?.because;
  expect(because('cache=auto')).toBe('the cluster has it already');
  expect(because('daxMiB=256')).toMatch('Cloud Hypervisor has no such window');
  expect(because('diskIo=threads')).toMatch('QEMU alone');
  expect(names(tryable(kata, new Map(), spec).tried)).toEqual(
    expect.arrayContaining(['daxMiB=256', 'diskIo=threads', 'diskThread=true']),
  );
});
