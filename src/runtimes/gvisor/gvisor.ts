import type { RuntimeClass } from '../runtime-class.ts';

/** gVisor: a kernel in user space (the sentry) answers the container's system calls. */
export const gvisor: RuntimeClass = {
  name: 'gvisor',
  strength: 2,
  boundary: 'a user-space kernel of its own (sentry)',
  handler: 'runsc',
  overheadMiB: 0,
  hidesLimits: true,
};
