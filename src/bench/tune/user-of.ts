import { possibleRuntimes } from '../../cluster/engine-of.ts';
import type { ClusterSpec } from '../../cluster/spec.ts';
import { FirebreakError } from '../../errors.ts';
import { runtimeClass } from '../../runtimes/registry.ts';
import type { RuntimeName } from '../../runtimes/runtime-class.ts';

/**
 * A user whose containers may run in a class on this cluster: the first of the first such tenant.
 * @throws FirebreakError `FB-TUNE-RUNTIME` where there is none
 */
export const userOf = (spec: Pick<ClusterSpec, 'name' | 'tenants'>, runtime: RuntimeName): string => {
  const served = possibleRuntimes(spec).includes(runtime);
  const admitted = Object.values(spec.tenants).find(
    ({ runtime: own, minimum = own }) => strengthOf(runtime) >= strengthOf(minimum),
  );
  const [user] = served ? (admitted?.users ?? []) : [];
  if (user !== undefined) return user;
  throw new FirebreakError({
    code: 'FB-TUNE-RUNTIME',
    message: `Nobody’s containers on cluster ${spec.name} run in ${runtime}.`,
    because: served ? 'every tenant’s `minimum` is stronger' : 'no tenant’s policy names it',
    next: `name it as a tenant’s \`runtime\` in cluster.yaml, and run \`firebreak up\``,
    exit: 2,
  });
};

const strengthOf = (name: RuntimeName): number => runtimeClass(name)?.strength ?? 0;
