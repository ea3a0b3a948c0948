import { handlerOf } from '../../engines/cri/handler-of.ts';
import type { CriHandler } from '../../engines/cri/node/cri-plugin.ts';
import { runtimeClass } from '../../runtimes/registry.ts';
import type { RuntimeName } from '../../runtimes/runtime-class.ts';
import { criRuntimes } from '../engine-of.ts';
import type { Plan } from '../plan.ts';

export interface TenantHandler extends CriHandler {
  readonly tenant: string;
  readonly pidsLimit: number;
}

/** What containerd's CRI is told: each of its runtime classes on each tenant's network. */
export const criHandlers = (plan: Plan): TenantHandler[] =>
  criRuntimes(plan.spec, plan.runtimes).flatMap((runtime) =>
    plan.layout.networks.map(({ tenant, network }) => handler(plan, runtime, tenant, network)),
  );

const handler = ({ spec, layout }: Plan, runtime: RuntimeName, tenant: string, network: string): TenantHandler => {
  const known = runtimeClass(runtime);
  const policy = spec.tenants[tenant];
  if (known === undefined || policy === undefined) throw new Error(`${runtime} of ${tenant} is not known`);
  return {
    tenant,
    name: handlerOf(known.handler, network),
    runtimeType: 'io.containerd.runc.v2',
    options: {},
    podAnnotations: [],
    baseSpecification: `${layout.criConf}/${runtime}-${tenant}.json`,
    cniFolder: `${layout.criConf}/${tenant}`,
    pidsLimit: policy.pidsLimit + known.overheadPids,
  };
};
