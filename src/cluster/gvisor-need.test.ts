import { expect, test } from 'vitest';
import { gvisorNeed } from './gvisor-need.ts';
import { clusterSpec } from './spec.ts';

const need = (runtime: string, changes: object = {}) =>
  gvisorNeed(clusterSpec.parse({ name: 'demo', tenants: { health: { users: ['alice'], runtime } }, ...changes }));

test('`up` waits for gVisor’s build only where a tenant runs in it', () => {
  expect([need('runc'), need('gvisor')]).toEqual(['find', 'build']);
});

test('a runsc that the spec names is not built', () => {
  expect(need('gvisor', { runtimes: { gvisor: { binary: '/opt/runsc' } } })).toBe('find');
});
