import { expect, test } from 'vitest';
import { testPlan } from '../cluster/test-plan.ts';
import { requireOneHost } from './select-measurable.ts';

test('a cluster of several hosts is not measured, and says so before anything is', () => {
  const { layout } = testPlan();
  const one = { name: 'demo', layout };
  expect(requireOneHost(one)).toBe(one);
  const two = { name: 'demo', layout: { ...layout, hosts: [...layout.hosts, ...layout.hosts] } };
  expect(() => requireOneHost(two)).toThrow('Cluster demo has 2 hosts, and only a cluster of one can be measured.');
});
