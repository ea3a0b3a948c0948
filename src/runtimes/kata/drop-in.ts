import { type FlavourName, type Hypervisor, tables } from './flavour.ts';
import type { KataOptions } from './options.ts';

/**
 * What Firebreak changes of Kata's own configuration, as a drop-in for its `config.d`: the guest filters system calls,
 * nobody gets a debug console, only the two annotations that carry a VM's size are taken, a VM has its size from the
 * start, and all of it is in the container's own control group.
 */
export const kataDropIn = (
  { hypervisor, guestMiB, startSeconds, options }: KataOptions,
  flavour: FlavourName,
): string =>
  [
    `[hypervisor.${tables[hypervisor]}]`,
    'enable_annotations = ["default_vcpus", "default_memory"]',
    `shared_fs = ${JSON.stringify(sharedFs(hypervisor))}`,
    // A machine's own disk would else be taken for a folder to be shared. Nothing but such a disk is a block device.
    `disable_block_device_use = ${options.scratch !== 'block'}`,
    `virtio_fs_cache = ${JSON.stringify(options.cache)}`,
    `virtio_fs_cache_size = ${options.daxMiB}`,
    `virtio_fs_queue_size = ${options.queueSize}`,
    `virtio_fs_extra_args = ${JSON.stringify(fileServerArguments(hypervisor, options.threads))}`,
    ...diskLines(options),
    'default_vcpus = 1',
    `default_memory = ${256 + guestMiB}`,
    'enable_debug = false',
    '[agent.kata]',
    'debug_console_enabled = false',
    'enable_debug = false',
    ...timeouts[flavour](startSeconds),
    'disable_guest_seccomp = false',
    'sandbox_cgroup_only = true',
    'static_sandbox_resource_mgmt = true',
    'internetworking_model = "tcfilter"',
    'enable_debug = false',
    '',
  ].join('\n');

/** Dragonball serves the folders itself, within the shim; the others have a virtiofsd for each VM. */
const sharedFs = (hypervisor: Hypervisor): string => (hypervisor === 'dragonball' ? 'inline-virtio-fs' : 'virtio-fs');

/** The default sandbox of virtiofsd is namespaces and a pivoted root; stated, so that no base file takes it away. */
const fileServerArguments = (hypervisor: Hypervisor, threads: number): readonly string[] => [
  `--thread-pool-size=${threads}`,
  ...(hypervisor === 'dragonball' ? [] : ['--announce-submounts', '--sandbox=namespace']),
];

/** Of QEMU; the others are refused with either option. runtime-rs makes the second thread only where it is told a number. */
const diskLines = ({ diskIo, diskThread }: KataOptions['options']): readonly string[] => [
  ...(diskIo === undefined ? [] : [`block_device_aio = ${JSON.stringify(diskIo)}`]),
  ...(diskThread ? ['enable_iothreads = true', 'indep_iothreads = 1'] : []),
];

/** The two have other names for them, in other tables. They end where `[runtime]` has begun. */
const timeouts: Readonly<Record<FlavourName, (seconds: number) => readonly string[]>> = {
  go: (seconds) => [`dial_timeout = ${seconds}`, '[runtime]', `create_container_timeout = ${seconds}`],
  rust: (seconds) => [`reconnect_timeout_ms = ${seconds * 1000}`, `create_container_timeout = ${seconds}`, '[runtime]'],
};
