import { expect, it } from 'vitest';
import type { ContainerSpec, ContainerState, Engine, EngineName } from './engine.ts';
import { NodeEngines } from './node-engines.ts';

/** An engine that remembers, and can be made to answer nothing. */
const fakeEngine = () => {
  const containers = new Map<string, ContainerState>();
  const engine = {
    answers: true,
    containers,
    run: async ({ name, labels }: ContainerSpec) => {
      const state: ContainerState = {
        ...{ id: name, name, status: 'running', pid: 1, exitCode: 0, oomKilled: false, address: '', hostname: '' },
        ...{ runtimeHandler: '', image: '', labels },
      };
      containers.set(name, state);
      return state;
    },
    inspect: async (name: string) => {
      if (!engine.answers) throw new Error('no answer');
      return containers.get(name);
    },
    list: async () => [...containers.values()],
    wait: async () => ({ code: 0, oomKilled: false }),
    signal: async (name: string) => containers.has(name),
    remove: async (name: string) => containers.delete(name),
    exec: async () => ({ code: 0, stdout: '', stderr: '' }),
    imageLayers: async (name: string) => [`layer of ${name}`],
    tail: async (name: string) => `words of ${name}`,
  } satisfies Engine & Record<string, unknown>;
  return engine;
};

const specOf = (name: string, runtime: string): ContainerSpec => ({
  ...{ name, image: '', command: [], environment: {}, workingDirectory: '/', hostname: '', network: '', address: '' },
  ...{ runtimeHandler: '', mounts: [], tmpfs: {}, memoryBytes: 1, cpus: 1, pidsLimit: 64, runsInSandbox: false },
  user: { uid: 1000, gid: 1000, groups: [] },
  labels: { 'io.firebreak.runtime': runtime },
});

const node = () => {
  const [docker, cri] = [fakeEngine(), fakeEngine()];
  const engines = new Map<EngineName, Engine>([
    ['docker', docker],
    ['cri', cri],
  ]);
  const byRuntime = new Map<string, EngineName>([
    ['runc', 'docker'],
    ['kata', 'cri'],
  ]);
  return { docker, cri, open: () => new NodeEngines(engines, byRuntime) };
};

it('a container is started by the engine of its runtime class, and by no other', async () => {
  const { docker, cri, open } = node();
  const engines = open();
  await engines.run(specOf('vm', 'kata'));
  await engines.run(specOf('plain', 'runc'));
  expect([...cri.containers.keys()]).toEqual(['vm']);
  expect([...docker.containers.keys()]).toEqual(['plain']);
  await expect(engines.run(specOf('odd', 'gvisor'))).rejects.toMatchObject({ code: 'FB-ENGINE-NONE' });
});

it('after a restart each is found in the engine that has it', async () => {
  const { open } = node();
  await open().run(specOf('vm', 'kata'));
  const again = open();
  expect((await again.inspect('vm'))?.name).toBe('vm');
  expect(await again.signal('vm', 'SIGTERM')).toBe(true);
  expect(await again.tail('vm', 1)).toBe('words of vm');
  expect(await again.remove('vm')).toBe(true);
  expect(await again.remove('vm')).toBe(false);
  await expect(again.wait('vm')).rejects.toMatchObject({ code: 'FB-ENGINE-NOT-FOUND' });
});

it('an engine that does not answer keeps nothing of another’s from being served', async () => {
  const { docker, open } = node();
  const engines = open();
  await engines.run(specOf('vm', 'kata'));
  docker.answers = false;
  expect(await engines.signal('vm', 'SIGTERM')).toBe(true);
  await expect(engines.inspect('unknown')).rejects.toThrow('no answer');
});
