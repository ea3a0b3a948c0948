import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { kvmTrial, tryKvm } from './kvm.ts';

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
