import { readFile } from 'node:fs/promises';
import { agentConfiguration } from './configuration.ts';
import { tellHealth } from './health.ts';
import { removeForgotten } from './lifecycle/remove-forgotten.ts';
import { resumeContainers } from './lifecycle/resume.ts';
import { limitOutput } from './limit-output.ts';
import { jsonLog } from './log.ts';
import { openNodeAgent } from './node-agent.ts';
import { openEngines } from './open-engines.ts';
import { serve } from './server.ts';

/** firebreakd: `node main.ts AGENT.JSON`. Runs until SIGTERM; containers outlive it. */
const main = async (path: string): Promise<void> => {
  const configuration = agentConfiguration.parse(JSON.parse(await readFile(path, 'utf8')));
  const engine = await openEngines(configuration, jsonLog);
  const agent = await openNodeAgent(configuration, engine, jsonLog);
  await resumeContainers(agent);
  await serve(agent);
  void tellHealth(agent);
  void removeForgotten(agent);
  void limitOutput(configuration);
  jsonLog('serving', {
    cluster: configuration.cluster,
    socket: configuration.socket,
    runtimes: configuration.runtimes,
  });
};

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));

const [path] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('usage: firebreakd AGENT.JSON\n');
  process.exit(2);
}
await main(path);
