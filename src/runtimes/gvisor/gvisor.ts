import type { RuntimeClass } from '../runtime-class.ts';

/** gVisor: a kernel in user space (the sentry) answers the container's system calls. */
export const gvisor: RuntimeClass = {
  name: 'gvisor',
  strength: 2,
  boundary: 'a user-space kernel of its own (sentry)',
  handler: 'runsc',
  overheadMiB: 0,
  // The sentry's own threads; without them it dies by a Go panic, exit code 2.
  overheadPids: 256,
  hidesLimits: true,
  interceptsCalls: true,
  runsInSandbox: true,
};
