import type { ClusterSpec } from '../../cluster/spec.ts';

/** Whether the cluster accepts that the virtual machines of a runtime class run in software emulation. */
export const declaredEmulated = ({ runtimes }: Pick<ClusterSpec, 'runtimes'>, name: string): boolean =>
  name === 'kata' && runtimes.kata.emulated;
