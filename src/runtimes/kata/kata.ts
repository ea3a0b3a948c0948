import type { RuntimeClass } from '../runtime-class.ts';

/** Kata Containers: each container in a virtual machine of its own, with a kernel of its own. */
export const kata: RuntimeClass = {
  name: 'kata',
  strength: 3,
  boundary: 'a virtual machine with a kernel of its own',
  handler: 'kata',
  // What Kata's own RuntimeClass for QEMU charges (tools/packaging/kata-deploy, overhead.podFixed).
  overheadMiB: 320,
  overheadPids: 0,
  hidesLimits: false,
  interceptsCalls: false,
  runsInSandbox: false,
};
