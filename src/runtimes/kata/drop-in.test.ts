import { expect, it } from 'vitest';
import { kataDropIn } from './drop-in.ts';
import { kataOptions } from './options.ts';

it('hardens Kata, and takes only the annotations that carry a size', () => {
  const text = kataDropIn(kataOptions.parse({}), 'go');
  for (const line of [
    'enable_annotations = ["default_vcpus", "default_memory"]',
    'disable_guest_seccomp = false',
    'debug_console_enabled = false',
    'static_sandbox_resource_mgmt = true',
  ])
    expect(text.split('\n')).toContain(line);
  expect(text).toMatch(/^\[hypervisor\.qemu\]$/m);
});

it('puts the options of the spec where each hypervisor reads them', () => {
  const options = kataOptions.parse({ hypervisor: 'cloud-hypervisor', options: { cache: 'never', queueSize: 512 } });
  const text = kataDropIn(options, 'go');
  expect(text).toMatch(/^\[hypervisor\.clh\]$/m);
  expect(text).toMatch(/^virtio_fs_cache = "never"$/m);
  expect(text).toMatch(/^virtio_fs_queue_size = 512$/m);
});

it('hands block devices in only where machines have disks of their own', () => {
  const dropIn = (scratch?: string) => kataDropIn(kataOptions.parse({ options: { scratch } }), 'go').split('\n');
  for (const own of [undefined, 'block']) expect(dropIn(own)).toContain('disable_block_device_use = false');
  for (const other of ['shared', 'memory']) expect(dropIn(other)).toContain('disable_block_device_use = true');
});

it('leaves QEMU’s disks as Kata has them, unless the spec says how they are served', () => {
  expect(kataDropIn(kataOptions.parse({}), 'go')).not.toMatch(/block_device_aio|iothreads/);
  const own = kataDropIn(kataOptions.parse({ options: { diskIo: 'threads', diskThread: true } }), 'go').split('\n');
  for (const line of ['block_device_aio = "threads"', 'enable_iothreads = true', 'indep_iothreads = 1'])
    expect(own.indexOf(line)).toBeLessThan(own.indexOf('[agent.kata]'));
  expect(own).toEqual(expect.arrayContaining(['block_device_aio = "threads"', 'indep_iothreads = 1']));
});

it('lets Dragonball serve the folders itself, and the others by a sandboxed virtiofsd', () => {
  const dragonball = kataDropIn(kataOptions.parse({ hypervisor: 'dragonball', options: { threads: 2 } }), 'rust');
  expect(dragonball).toMatch(/^\[hypervisor\.dragonball\]$/m);
  expect(dragonball).toMatch(/^shared_fs = "inline-virtio-fs"$/m);
  expect(dragonball).toMatch(/^virtio_fs_extra_args = \["--thread-pool-size=2"\]$/m);
  const qemu = kataDropIn(kataOptions.parse({}), 'rust');
  expect(qemu).toMatch(/^shared_fs = "virtio-fs"$/m);
  expect(qemu).toMatch(/^virtio_fs_extra_args = \[.*"--sandbox=namespace"\]$/m);
});

it('has each time-out where the shim reads it', () => {
  const options = kataOptions.parse({ startSeconds: 30 });
  expect(kataDropIn(options, 'go')).toMatch(
    /^\[agent\.kata\]\n(.+\n)*dial_timeout = 30\n\[runtime\]\ncreate_container_timeout = 30$/m,
  );
  expect(kataDropIn(options, 'rust')).toMatch(
    /^\[agent\.kata\]\n(.+\n)*reconnect_timeout_ms = 30000\ncreate_container_timeout = 30\n\[runtime\]$/m,
  );
});
