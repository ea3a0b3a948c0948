import type { EngineName } from '../engines/engine.ts';
import { type RuntimeName, runtimeNames } from '../runtimes/runtime-class.ts';
import type { ClusterSpec } from './spec.ts';

/** The engine that starts the containers of a runtime class on every node of the cluster. */
export const engineOf = ({ runtimes }: Pick<ClusterSpec, 'runtimes'>, runtime: RuntimeName): EngineName => {
  return runtime === 'kata' ? 'cri' : runtimes[runtime].engine;
};

/** The same for a runtime class by its name; one that there is not is nobody's, and said to be Docker's. */
export const engineNamed = (spec: Pick<ClusterSpec, 'runtimes'>, name: string): EngineName => {
  const runtime = runtimeNames.find((each) => each === name);
  return runtime === undefined ? 'docker' : engineOf(spec, runtime);
};

/** Runtime classes among `available` that containerd's CRI serves. */
export const criRuntimes = (
  spec: Pick<ClusterSpec, 'runtimes'>,
  available: readonly RuntimeName[],
): readonly RuntimeName[] => available.filter((name) => engineOf(spec, name) === 'cri');

/** Whether any tenant's containers run in Kata by default, or at least. */
export const usesKata = ({ tenants }: Pick<ClusterSpec, 'tenants'>): boolean =>
  Object.values(tenants).some(({ runtime, minimum }) => runtime === 'kata' || minimum === 'kata');

/** Every runtime class that a node of this cluster may have. */
export const possibleRuntimes = (spec: Pick<ClusterSpec, 'tenants'>): readonly RuntimeName[] =>
  runtimeNames.filter((name) => name !== 'kata' || usesKata(spec));
