/**
 * Whether the processor that /proc/cpuinfo shows inside a VM is QEMU's software emulation (TCG), by the name that it
 * gives itself: its figures say nothing of a VM on KVM.
 */
export const isEmulatedProcessor = (cpuinfo: string): boolean => /^model name\s*:.*\bTCG\b/m.test(cpuinfo);
