import type { EngineName } from '../engines/engine.ts';
import type { RuntimeName } from '../runtimes/runtime-class.ts';
import type { ClusterSpec } from './spec.ts';

/** The engine that starts the containers of a runtime class on every node of the cluster. */
export const engineOf = ({ runtimes }: Pick<ClusterSpec, 'runtimes'>, runtime: RuntimeName): EngineName => {
  if (runtime === 'runc') return runtimes.runc.engine;
  return runtime === 'kata' ? 'cri' : 'docker';
};

/** Runtime classes among `available` that containerd's CRI serves. */
export const criRuntimes = (
  spec: Pick<ClusterSpec, 'runtimes'>,
  available: readonly RuntimeName[],
): readonly RuntimeName[] => available.filter((name) => engineOf(spec, name) === 'cri');
