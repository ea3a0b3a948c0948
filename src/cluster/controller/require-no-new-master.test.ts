import { expect, it } from 'vitest';
import type { HostRole } from '../host-spec.ts';
import { knownHosts } from '../places.ts';
import { testPlan } from '../test-plan.ts';
import { requireNoNewMaster } from './require-no-new-master.ts';

const hosts = (...roles: HostRole[][]) => roles.map((each, index) => ({ address: `n${index}`, roles: each }));
const masters: HostRole[] = ['namenode', 'resourcemanager', 'historyserver'];
const run = (before: HostRole[][], after: HostRole[][]) => () =>
  requireNoNewMaster({ spec: testPlan({ hosts: hosts(...after) }).spec, before: knownHosts(hosts(...before)) });

it('a cluster that becomes one of pairs is not changed one host after the other', () => {
  const before: HostRole[][] = [[...masters, 'datanode'], ['nodemanager']];
  expect(
    run(before, [
      [...masters, 'datanode'],
      ['nodemanager', 'zookeeper'],
    ]),
  ).toThrow('n1 would get the role zookeeper');
  expect(
    run(before, [
      [...masters, 'datanode', 'nodemanager'],
      ['nodemanager', 'datanode'],
    ]),
  ).not.toThrow();
});
