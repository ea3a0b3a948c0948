import { handlerOf } from '../../engines/cri/handler-of.ts';
import type { CriHandler } from '../../engines/cri/node/cri-plugin.ts';
import { gvisorHandler } from '../../runtimes/gvisor/shim-configuration.ts';
import { runtimeClass } from '../../runtimes/registry.ts';
import type { RuntimeName } from '../../runtimes/runtime-class.ts';
import { criRuntimes } from '../engine-of.ts';
import type { Layout } from '../layout.ts';
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
    ...shimOf(layout, runtime),
    baseSpecification: `${layout.criConf}/${runtime}-${tenant}.json`,
    cniFolder: `${layout.criConf}/${tenant}`,
    pidsLimit: policy.pidsLimit + known.overheadPids,
  };
};

const shimOf = (
  layout: Layout,
  runtime: RuntimeName,
): Pick<CriHandler, 'runtimeType' | 'options' | 'podAnnotations'> =>
  runtime === 'kata'
    ? {
        runtimeType: 'io.containerd.kata.v2',
        options: { ConfigPath: `${layout.conf}/${kataConfiguration}` },
        podAnnotations: ['io.katacontainers.*'],
      }
    : runtime === 'gvisor'
      ? gvisorHandler(`${layout.conf}/${gvisorConfiguration}`)
      : { runtimeType: 'io.containerd.runc.v2', options: {}, podAnnotations: [] };

/** What gVisor's shim reads for each container, below `conf`. */
export const gvisorConfiguration = 'gvisor/runsc.toml';

/** Copy of Kata's own configuration, below `conf`; what the cluster changes is in `config.d` beside it. */
export const kataConfiguration = 'kata/configuration.toml';
export const kataDropInFile = 'kata/config.d/60-firebreak.toml';
