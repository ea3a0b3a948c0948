import { expect, it } from 'vitest';
import { hostRoles } from './host-spec.ts';
import { capacityOf } from './plan.ts';
import { historyserver } from './services/historyserver.ts';
import { namenode } from './services/namenode.ts';
import { clusterSpec } from './spec.ts';
import { testPlan } from './test-plan.ts';

const tenants = { t: { users: ['t'], runtime: 'runc' } };
const large = clusterSpec.parse({ name: 'large', tenants, daemons: { namenode: { heapMiB: 8192 } } });

it('a daemon has the heap of the spec, and a collector that suits its size', () => {
  expect(namenode(testPlan()).command).toEqual(expect.arrayContaining(['-Xmx512m', '-XX:+UseSerialGC']));
  expect(historyserver(testPlan()).command).toContain('-Xmx768m');
  const { command } = namenode(testPlan({ daemons: large.daemons }));
  expect(command).toEqual(expect.arrayContaining(['-Xmx8192m', '-XX:+UseG1GC']));
  expect(command.join(' ')).not.toMatch(/SerialGC|TieredStopAtLevel/);
});

it('what a daemon of this host takes beyond the usual, YARN does not give', () => {
  const host = { memoryMiB: 65_536, cpus: 16 };
  const usual = clusterSpec.parse({ name: 'usual', tenants });
  expect(capacityOf(usual, 0, host).memoryMiB - capacityOf(large, 0, host).memoryMiB).toBe(8192 - 512);
  const elsewhere = { ...large, hosts: [{ address: 'a' }, { address: 'b' }] };
  expect(capacityOf(elsewhere, 1, host)).toEqual(capacityOf(usual, 0, host));
});

it('every daemon has a heap in the spec', () => {
  expect(Object.keys(large.daemons)).toEqual([...hostRoles]);
});
