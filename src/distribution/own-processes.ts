/**
 * Arguments of `unshare`, in front of a command: its mounts and processes live in namespaces of their own and are gone
 * with it, so that a killed one leaves nothing mounted, and nobody who writes on, in a folder that is then removed.
 */
export const ownProcesses: readonly string[] = [
  '--mount',
  '--propagation=private',
  '--pid',
  '--mount-proc',
  '--fork',
  '--kill-child=SIGKILL',
];
