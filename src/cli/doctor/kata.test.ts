import { expect, it } from 'vitest';
import { versionIn } from '../../engines/cri/node/containerd-version.ts';
import { type KataFacts, kataFindings } from './kata.ts';

const good: KataFacts = {
  processor: 'processor : 0\nflags : fpu vmx sse2',
  nested: 'Y',
  kvm: { works: true, because: '' },
  devices: ['kvm', 'vhost-vsock', 'vhost-net', 'log'],
  sharedMemory: 16e9,
  memory: 16e9,
  containerd: versionIn('containerd github.com/containerd/containerd v1.7.24 abc'),
  kata: {
    kata: { version: '4.1.0', flavour: 'go', programs: '/opt/kata/bin', configuration: '/opt/kata/c.toml' },
  },
  hypervisors: ['qemu', 'cloud-hypervisor'],
};
const limited = (facts: Partial<KataFacts>) =>
  kataFindings({ ...good, ...facts }).filter(({ state }) => state === 'limited');

it('a machine that can has nothing to mend', () => {
  expect(limited({})).toEqual([]);
});

it('no syslog socket is asked for where only Kata’s Go shim needs one', () => {
  const kata = { version: '4.1.0', flavour: 'rust', programs: '/opt/kata/bin', configuration: '/c.toml' } as const;
  expect(limited({ kata: { kata }, devices: ['kvm', 'vhost-vsock', 'vhost-net'] })).toEqual([]);
});

it.each<[string, Partial<KataFacts>, string, string]>([
  ['no extension', { processor: 'flags : fpu' }, 'no vmx or svm', 'firmware'],
  ['no extension in a VM', { processor: 'flags : fpu hypervisor' }, 'inside a VM', 'nested virtualisation'],
  [
    'no device',
    { kvm: { works: false, because: 'it cannot be opened: No such file or directory' } },
    'No such',
    'modprobe kvm',
  ],
  [
    'no permission',
    { kvm: { works: false, because: 'it cannot be opened: Permission denied' } },
    'Permission',
    'as root',
  ],
  ['no vsock', { devices: ['vhost-net', 'log'] }, 'not there', 'modprobe vhost_vsock'],
  ['no syslog', { devices: ['vhost-net', 'vhost-vsock'] }, 'not there', 'syslog'],
  ['little shared memory', { sharedMemory: 8e9 }, '8', 'remount'],
  ['old containerd', { containerd: versionIn('containerd v1.4.13') }, 'v1.4.13', 'installs'],
  ['no Kata', { kata: { missing: 'there is no shim', next: 'firebreak doctor' } }, 'no shim', 'docs/kata.md'],
  [
    'a known escape',
    { kata: { missing: 'Kata 3.30.0 has CVE-2026-47243', next: 'install 3.31.0' } },
    'CVE-2026-47243',
    'install 3.31.0',
  ],
])('%s: what there is, and what mends it', (_, facts, found, remedy) => {
  const [only, ...others] = limited(facts);
  expect(others).toEqual([]);
  expect(only?.found).toContain(found);
  expect(only?.remedy).toContain(remedy);
});
