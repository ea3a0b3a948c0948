import { label } from '../engines/labels.ts';
import { dockerCommand, inspect, remove } from './lifecycle/docker-command.ts';
import { launch } from './lifecycle/launch.ts';
import { localize } from './lifecycle/localize.ts';
import { signalByPid } from './lifecycle/signal.ts';
import { launchUncontainerised } from './lifecycle/uncontainerised.ts';
import type { NodeAgent } from './node-agent.ts';
import { exitCode } from './operation/exit-code.ts';
import type { Operation } from './operation/operation.ts';
import { refusal } from './policy/refusal.ts';
import type { Output } from './reply.ts';
import { deleteAsUser, locateForUser } from './workspace/delete-as-user.ts';
import { Folder } from './workspace/folder.ts';

/** Carries out one operation; returns the exit code for the NodeManager. */
export const perform = async (
  agent: NodeAgent,
  operation: Operation,
  retried: boolean,
  output: Output,
): Promise<number> => {
  switch (operation.kind) {
    case 'check-setup':
      await agent.engine.list({ [label.cluster]: agent.configuration.cluster });
      return exitCode.ok;
    case 'localize':
      return localize(agent, operation, output);
    case 'launch':
      return operation.commandFile === undefined
        ? launchUncontainerised(agent, operation)
        : launch(agent, operation, operation.commandFile, retried, output);
    case 'signal':
      return signalByPid(agent, operation.user, operation.pid, operation.signal);
    case 'delete':
      await deleteAsUser(
        agent.configuration,
        await agent.accounts.find(operation.user),
        operation.path,
        operation.baseDirs,
      );
      return exitCode.ok;
    case 'list':
      return list(agent, operation.user, operation.path, output);
    case 'docker':
      return dockerCommand(agent, operation.commandFile, output);
    case 'inspect':
      return inspect(agent, operation.container, operation.format, output);
    case 'remove':
      return remove(agent, operation.container);
    case 'unsupported':
      throw refusal(operation.feature, 'this version does not serve it');
  }
};

const list = async (agent: NodeAgent, user: string, path: string, output: Output): Promise<number> => {
  const { root, names } = locateForUser(agent.configuration, await agent.accounts.find(user), path);
  await using folder = await Folder.open(root, names);
  for (const name of await folder.names()) output.stdout(`${name}\n`);
  return exitCode.ok;
};
