import type { RuntimeClass } from '../runtime-class.ts';

/** Namespaces and cgroups on the host's own kernel: the baseline that the others are measured against. */
export const runc: RuntimeClass = {
  name: 'runc',
  strength: 1,
  boundary: 'namespaces on the shared host kernel',
  handler: 'runc',
  overheadMiB: 0,
  overheadPids: 0,
  hidesLimits: false,
  interceptsCalls: false,
  runsInSandbox: false,
};
