import type { Engine } from '../engines/engine.ts';
import { label } from '../engines/labels.ts';
import { Accounts } from './accounts.ts';
import { Addresses } from './addresses.ts';
import type { AgentConfiguration } from './configuration.ts';
import type { Log } from './log.ts';

/** What every operation works with. Its only memory is what it can read again from the engine. */
export interface NodeAgent {
  readonly configuration: AgentConfiguration;
  readonly engine: Engine;
  readonly accounts: Accounts;
  /** Free addresses by tenant name. */
  readonly addresses: ReadonlyMap<string, Addresses>;
  readonly log: Log;
}

/** Builds the agent's view of the node from the containers that run on it. */
export const openNodeAgent = async (
  configuration: AgentConfiguration,
  engine: Engine,
  log: Log,
): Promise<NodeAgent> => {
  const containers = await engine.list({ [label.cluster]: configuration.cluster });
  const taken = containers.filter(({ status }) => status === 'running');
  return {
    configuration,
    engine,
    log,
    accounts: new Accounts(configuration.minimumUid),
    addresses: new Map(configuration.tenants.map(({ name, subnet }) => [name, new Addresses(subnet, taken)])),
  };
};
