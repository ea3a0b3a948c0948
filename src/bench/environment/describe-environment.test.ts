import { expect, it } from 'vitest';
import { clusterSpec } from '../../cluster/spec.ts';
import { describeRuntime } from './describe-environment.ts';

it('says of Kata, and of nothing else, that it is emulated where the cluster accepts that', () => {
  const tenants = { t: { users: ['t'], runtime: 'kata' } };
  const emulated = (name: string, accepted: boolean) =>
    describeRuntime(
      { spec: clusterSpec.parse({ name: 't', tenants, runtimes: { kata: { emulated: accepted } } }) },
      name,
      {},
    ).emulated;
  expect(['runc', 'gvisor', 'kata'].map((name) => emulated(name, true))).toEqual([false, false, true]);
  expect(emulated('kata', false)).toBe(false);
});
