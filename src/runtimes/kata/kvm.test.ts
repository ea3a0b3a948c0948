import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { kvmFlaw, kvmTrial, tryKvm } from './kvm.ts';

it('says at which step /dev/kvm failed', () => {
  const steps = (...names: string[]) => names.map((step) => JSON.stringify({ step })).join('\n');
  expect(kvmTrial(steps('open', 'vm', 'vcpu', 'ran'), false)).toEqual({ works: true, because: '' });
  expect(kvmTrial(steps('open', 'vm', 'vcpu'), true).because).toContain('hangs');
  expect(kvmTrial('{"step":"error","message":"Permission denied"}', false).because).toContain(
    'opened: Permission denied',
  );
  expect(kvmTrial(`${steps('open')}\n{"step":"error","message":"No such device"}`, false).because).toBe(
    'it makes no virtual machine: No such device',
  );
});

it('a device that is no KVM is told from one, and one that is not there', async () => {
  const folder = await mkdtemp(`${tmpdir()}/kvm-`);
  await writeFile(`${folder}/plain`, '');
  expect(await tryKvm(`${folder}/plain`)).toMatchObject({
    works: false,
    because: expect.stringContaining('no virtual machine'),
  });
  expect((await tryKvm(`${folder}/none`)).because).toContain('No such file');
  await rm(folder, { recursive: true });
});

it('a /dev/kvm that works is not enough on a processor without the extension', () => {
  const works = { works: true, because: '' };
  expect(kvmFlaw(works, 'flags\t\t: fpu vmx sse2\n', 'x64')).toBeUndefined();
  expect(kvmFlaw(works, 'flags\t\t: fpu sse2 hypervisor\n', 'x64')).toContain('neither vmx nor svm');
  expect(kvmFlaw(works, 'Features\t: fp asimd\n', 'arm64')).toBeUndefined();
  expect(kvmFlaw({ works: false, because: 'it cannot be opened' }, 'flags\t: svm\n', 'x64')).toContain('opened');
});
