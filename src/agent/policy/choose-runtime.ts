import { runtimeClass, runtimeClasses } from '../../runtimes/registry.ts';
import type { RuntimeClass } from '../../runtimes/runtime-class.ts';
import type { AgentConfiguration, TenantPolicy } from '../configuration.ts';
import { refusal } from './refusal.ts';

/**
 * The runtime class of a container: what the job asked for, else the tenant's default; never below the tenant's
 * floor, and never another one when the node lacks it.
 */
export const chooseRuntime = (
  configuration: AgentConfiguration,
  tenant: TenantPolicy,
  requested: string | undefined,
): RuntimeClass => {
  const name = requested ?? tenant.runtime;
  const chosen = runtimeClass(name);
  if (chosen === undefined) {
    const known = runtimeClasses.map((each) => each.name).join(', ');
    throw refusal(`runtime ${JSON.stringify(name)}`, `there is no such runtime class; there are ${known}`);
  }
  const floor = runtimeClass(tenant.minimum);
  if (floor === undefined || chosen.strength < floor.strength) {
    throw refusal(
      `runtime ${chosen.name}`,
      `tenant ${tenant.name} runs nothing weaker than ${tenant.minimum}`,
      `submit with --runtime ${tenant.runtime}, or without --runtime`,
    );
  }
  if (!configuration.runtimes.includes(chosen.name)) {
    throw refusal(
      `runtime ${chosen.name}`,
      'this node does not have it, and nothing weaker takes its place',
      'on the node: firebreak doctor',
    );
  }
  return chosen;
};
