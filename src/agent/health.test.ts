import { expect, it } from 'vitest';
import { patiently, unhealthyBecause } from './health.ts';

const tenant = (runtime: 'runc' | 'kata') => ({
  ...{ name: 'health', users: ['alice'], runtime, minimum: runtime, images: ['i'], mounts: [], network: 'n' },
  ...{ subnet: '172.30.1.0/24', pidsLimit: 64 },
});
const well = async () => [];

it('a node that has what its tenants run in, and whose engines answer, is healthy', async () => {
  expect(await unhealthyBecause({ tenants: [tenant('runc')], runtimes: ['runc'] }, well)).toBeUndefined();
  const kvm = '/dev/null';
  expect(await unhealthyBecause({ tenants: [tenant('kata')], runtimes: ['kata'], kvm }, well)).toBeUndefined();
});

it('a node without a tenant’s runtime, its device or its engine says so', async () => {
  const kata = [tenant('kata')];
  expect(await unhealthyBecause({ tenants: kata, runtimes: ['runc'] }, well)).toContain('does not have');
  const kvm = '/dev/no-such-kvm';
  expect(await unhealthyBecause({ tenants: kata, runtimes: ['kata'], kvm }, well)).toContain('/dev/no-such-kvm');
  const silent = () => Promise.reject(new Error('connection refused'));
  const plain = { tenants: [tenant('runc')], runtimes: ['runc' as const] };
  expect(await unhealthyBecause(plain, silent)).toContain('connection refused');
});

it('an engine that restarts is waited for; one that stays away is not', async () => {
  let asked = 0;
  const restarting = async (): Promise<string> => {
    asked += 1;
    if (asked < 3) throw new Error('connection refused');
    return 'here';
  };
  expect(await patiently(restarting, { milliseconds: 10_000, pause: 1 })).toBe('here');
  const gone = () => Promise.reject(new Error('connection refused'));
  await expect(patiently(gone, { milliseconds: 20, pause: 1 })).rejects.toThrow('connection refused');
});
