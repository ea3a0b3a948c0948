import type { KataOptions } from './options.ts';

/** Name of each hypervisor's table in a configuration of Kata's Go shim. */
export const tables = { qemu: 'qemu', 'cloud-hypervisor': 'clh' } as const;

/** File name of each hypervisor's configuration, as Kata ships it. */
export const configurationName = (hypervisor: KataOptions['hypervisor']): string =>
  `configuration-${tables[hypervisor]}.toml`;

/**
 * What Firebreak changes of Kata's own configuration, as a drop-in for its `config.d`: the guest filters system calls,
 * nobody gets a debug console, only the two annotations that carry a VM's size are taken, a VM has its size from the
 * start, and all of it is in the container's own control group.
 */
export const kataDropIn = ({ hypervisor, guestMiB, startSeconds, options }: KataOptions): string =>
  [
    `[hypervisor.${tables[hypervisor]}]`,
    'enable_annotations = ["default_vcpus", "default_memory"]',
    'shared_fs = "virtio-fs"',
    `virtio_fs_cache = ${JSON.stringify(options.cache)}`,
    `virtio_fs_cache_size = ${options.daxMiB}`,
    `virtio_fs_queue_size = ${options.queueSize}`,
    // Its default sandbox is namespaces and a pivoted root; stated, so that no base file takes it away.
    `virtio_fs_extra_args = ["--thread-pool-size=${options.threads}", "--announce-submounts", "--sandbox=namespace"]`,
    'default_vcpus = 1',
    `default_memory = ${256 + guestMiB}`,
    'enable_debug = false',
    '[agent.kata]',
    'debug_console_enabled = false',
    `dial_timeout = ${startSeconds}`,
    'enable_debug = false',
    '[runtime]',
    'disable_guest_seccomp = false',
    `create_container_timeout = ${startSeconds}`,
    'sandbox_cgroup_only = true',
    'static_sandbox_resource_mgmt = true',
    'internetworking_model = "tcfilter"',
    'enable_debug = false',
    '',
  ].join('\n');
