import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { DockerEngine } from '../engines/docker/docker-engine.ts';
import { agentConfiguration } from './configuration.ts';
import { resumeContainers } from './lifecycle/resume.ts';
import { jsonLog } from './log.ts';
import { openNodeAgent } from './node-agent.ts';
import { serve } from './server.ts';

/** firebreakd: `node main.ts AGENT.JSON`. Runs until SIGTERM; containers outlive it. */
const main = async (path: string): Promise<void> => {
  const configuration = agentConfiguration.parse(JSON.parse(await readFile(path, 'utf8')));
  const engine = new DockerEngine(configuration.docker.socket);
  await engineAnswers(engine);
  const agent = await openNodeAgent(configuration, engine, jsonLog);
  await resumeContainers(agent);
  await serve(agent);
  jsonLog('serving', {
    cluster: configuration.cluster,
    socket: configuration.socket,
    runtimes: configuration.runtimes,
  });
};

/** dockerd may start beside us; there is nothing to serve before it answers. */
const engineAnswers = async (engine: DockerEngine): Promise<void> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await engine.ping();
    } catch (thrown) {
      if (attempt % 20 === 0) jsonLog('waiting for the engine', { reason: String(thrown) });
      await delay(250);
    }
  }
};

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));

const [path] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('usage: firebreakd AGENT.JSON\n');
  process.exit(2);
}
await main(path);
