import type { ContainerState } from '../../engines/engine.ts';
import { hostnameOf } from '../../engines/hostname-of.ts';
import { label } from '../../engines/labels.ts';
import type { AgentConfiguration } from '../configuration.ts';
import { containerSize } from '../container-size.ts';
import type { NodeAgent } from '../node-agent.ts';
import type { Launch } from '../operation/operation.ts';
import { parseCommandFile } from '../operation/parse-command-file.ts';
import { containerRequest } from '../policy/container-request.ts';
import { type Account, type Decision, decide } from '../policy/decide.ts';
import { refusal } from '../policy/refusal.ts';
import type { Output } from '../reply.ts';
import { accountFiles } from '../workspace/account-files.ts';
import { advertiseAddress } from '../workspace/advertise-address.ts';
import { localDirsAt } from '../workspace/local-dirs.ts';
import { prepareContainer, readPrivate, writePrivate } from '../workspace/prepare-container.ts';
import { awaitContainer } from './await-container.ts';
import { containerAt } from './container-at.ts';
import { ownContainer } from './signal.ts';

/**
 * Starts a YARN container and stays with it to its end; returns the exit code for the NodeManager. A request that is
 * `retried` (the launcher lost an earlier agent) finds its container running and only waits.
 */
export const launch = async (
  agent: NodeAgent,
  request: Launch,
  commandFile: string,
  retried: boolean,
  output: Output,
): Promise<number> => {
  const running = retried ? await surviving(agent, request) : undefined;
  const container = running ?? (await start(agent, request, commandFile));
  // One that has ended already has no pid: what is on file from an earlier agent stays.
  if (container.pid > 0) await writePrivate(agent.configuration, request.pidFile, `${container.pid}\n`);
  return awaitContainer(agent, container, request.pidFile, output);
};

/** The container that an earlier agent started; one it only created is removed, to be made again. */
const surviving = async (agent: NodeAgent, { container, user }: Launch): Promise<ContainerState | undefined> => {
  const found = await ownContainer(agent, container);
  if (found === undefined) return undefined;
  if (found.labels[label.user] !== user)
    throw refusal(`waiting for ${container}`, `it is not a container of user ${user}`);
  if (found.status !== 'created') return found;
  await agent.engine.remove(container);
  return undefined;
};

const start = async (agent: NodeAgent, request: Launch, commandFile: string): Promise<ContainerState> => {
  const { configuration } = agent;
  const [account, asked, size] = await Promise.all([
    agent.accounts.find(request.user),
    readPrivate(configuration, commandFile).then((text) => containerRequest(parseCommandFile(text.toString('utf8')))),
    containerSize(configuration.nodeManager.http, request.container),
  ]);
  const decision = decide(configuration, request, asked, account, size);
  return withAddress(agent, decision, (address) => startAt(agent, request, account, decision, address));
};

const startAt = async (
  agent: NodeAgent,
  request: Launch,
  account: Account,
  decision: Decision,
  address: string,
): Promise<ContainerState> => {
  const { configuration, engine } = agent;
  const hostname = hostnameOf(address);
  const nodeHost = new URL(configuration.nodeManager.http).hostname;
  const [, identity] = await Promise.all([
    prepareContainer(configuration, request, account, (script) =>
      scratchOf(configuration, decision, advertiseAddress(script, nodeHost, hostname)),
    ),
    accountFiles(configuration, account),
  ]);
  const started = await engine.run(containerAt(configuration, decision, address, identity));
  agent.log('started', {
    container: started.name,
    tenant: decision.tenant.name,
    runtime: decision.runtime.name,
    address,
  });
  return started;
};

/** Where Spark shuffles and spills: the machine's own disk, the container's memory, or, without a change, YARN's folders. */
const scratchOf = (configuration: AgentConfiguration, { runtime, spec }: Decision, script: string): string => {
  const disk = spec.machine?.disk;
  if (disk !== undefined) return localDirsAt(script, disk.target);
  return configuration.scratchInMemory.includes(runtime.name) ? localDirsAt(script, '/tmp') : script;
};

/** Takes an address for the container, and gives it back if the container does not start. */
const withAddress = async (
  agent: NodeAgent,
  { tenant, spec }: Decision,
  work: (address: string) => Promise<ContainerState>,
): Promise<ContainerState> => {
  const addresses = agent.addresses.get(tenant.name);
  if (addresses === undefined) throw new Error(`tenant ${tenant.name} has no addresses`);
  const address = addresses.take(spec.name);
  try {
    return await work(address);
  } catch (thrown) {
    addresses.giveBack({ name: spec.name, address });
    throw thrown;
  }
};
