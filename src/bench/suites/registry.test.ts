import { expect, test } from 'vitest';
import { testPlan } from '../../cluster/test-plan.ts';
import { suitesFor } from './registry.ts';

const { layout } = testPlan();
const one = { name: 'demo', layout };
const two = { name: 'pair', layout: { ...layout, hosts: [...layout.hosts, ...layout.hosts] } };
const names = (...[cluster, wanted]: Parameters<typeof suitesFor>) =>
  suitesFor(cluster, wanted).map(({ name }) => name);

test('a cluster of one host is measured by all suites but the one that needs two', () => {
  expect(names(one, [])).toContain('tpch');
  expect(names(one, [])).not.toContain('between-hosts');
  expect(names(two, [])).toEqual(['between-hosts']);
});

test('suites run in one order, whatever order they are named in', () => {
  expect(names(one, ['fio', 'tpch'])).toEqual(['tpch', 'fio']);
});

test('a suite that cannot measure a cluster is refused, with those that can', () => {
  expect(() => suitesFor(two, ['tpch', 'between-hosts'])).toThrow('Cluster pair has 2 hosts: tpch cannot measure it.');
  expect(() => suitesFor(one, ['between-hosts'])).toThrow('Cluster demo has 1 host: between-hosts cannot measure it.');
  expect(() => suitesFor(one, ['tpcds'])).toThrow('There is no suite tpcds.');
});
