import type { NodeAgent } from '../node-agent.ts';
import { exitCode } from '../operation/exit-code.ts';
import { parseCommandFile } from '../operation/parse-command-file.ts';
import { refusal } from '../policy/refusal.ts';
import type { Output } from '../reply.ts';
import { readPrivate } from '../workspace/prepare-container.ts';
import { inspectFormat } from './inspect-format.ts';
import { ownContainer } from './signal.ts';

const signalPattern = /^(SIG)?[A-Z0-9+]{1,12}$/;

/** The NodeManager's `--run-docker`: kill, stop, rm and inspect of a container of ours; all else is refused. */
export const dockerCommand = async (agent: NodeAgent, commandFile: string, output: Output): Promise<number> => {
  const { command, values } = parseCommandFile((await readPrivate(agent.configuration, commandFile)).toString('utf8'));
  const name = values.get('name') ?? '';
  switch (command) {
    case 'inspect':
      return inspect(agent, name, values.get('format') ?? '', output);
    case 'kill':
      return signalByName(agent, name, values.get('signal') ?? 'SIGKILL');
    case 'stop':
      return signalByName(agent, name, 'SIGTERM');
    case 'rm':
      return remove(agent, name);
    default:
      throw refusal(`docker ${command}`, 'the agent serves run, inspect, kill, stop and rm');
  }
};

export const inspect = async (agent: NodeAgent, name: string, format: string, output: Output): Promise<number> => {
  const container = await ownContainer(agent, name);
  if (container === undefined) {
    output.stderr(`No such object: ${name}\n`);
    return exitCode.invalidArguments;
  }
  output.stdout(`${inspectFormat(format, container)}\n`);
  return exitCode.ok;
};

export const remove = async (agent: NodeAgent, name: string): Promise<number> => {
  if ((await ownContainer(agent, name)) !== undefined) await agent.engine.remove(name);
  return exitCode.ok;
};

const signalByName = async (agent: NodeAgent, name: string, signal: string): Promise<number> => {
  if (!signalPattern.test(signal)) throw refusal(`signal ${JSON.stringify(signal)}`, 'it is not the name of one');
  if ((await ownContainer(agent, name)) !== undefined) await agent.engine.signal(name, signal);
  return exitCode.ok;
};
