import { setTimeout as delay } from 'node:timers/promises';
import { CriEngine } from '../engines/cri/cri-engine.ts';
import { DockerEngine } from '../engines/docker/docker-engine.ts';
import type { Engine, EngineName } from '../engines/engine.ts';
import { NodeEngines } from '../engines/node-engines.ts';
import type { AgentConfiguration } from './configuration.ts';
import type { Log } from './log.ts';

/** The node's engines as one, once each answers: an engine may start beside us, and nothing is served before. */
export const openEngines = async (
  { docker, cri, runtimes }: Pick<AgentConfiguration, 'docker' | 'cri' | 'runtimes'>,
  log: Log,
): Promise<Engine> => {
  const dockers = new DockerEngine(docker.socket);
  await answers('docker', dockers, log);
  if (cri === undefined) return dockers;
  const pods = new CriEngine(cri);
  await answers('cri', pods, log);
  await pods.removeLeftDisks();
  return new NodeEngines(
    new Map<EngineName, Engine>([
      ['docker', dockers],
      ['cri', pods],
    ]),
    new Map(runtimes.map((name) => [name, cri.runtimes.includes(name) ? 'cri' : 'docker'])),
  );
};

const answers = async (name: EngineName, engine: { ping(): Promise<void> }, log: Log): Promise<void> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await engine.ping();
    } catch (thrown) {
      if (attempt % 20 === 0) log('waiting for the engine', { engine: name, reason: String(thrown) });
      await delay(250);
    }
  }
};
