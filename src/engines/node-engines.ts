import { FirebreakError } from '../errors.ts';
import type { ContainerExit, ContainerSpec, ContainerState, Engine, EngineName, ExecResult } from './engine.ts';
import { label } from './labels.ts';

/**
 * The engines of one node as one: a container is started by the engine of its runtime class, and found in whichever
 * has it. Where one engine does not answer, containers that are known to be another's are served all the same.
 */
export class NodeEngines implements Engine {
  readonly #engines: ReadonlyMap<EngineName, Engine>;
  readonly #byRuntime: ReadonlyMap<string, EngineName>;
  /** Where a container was last seen, by its name. */
  readonly #places = new Map<string, Engine>();

  /** `byRuntime` names the engine of each runtime class. */
  constructor(engines: ReadonlyMap<EngineName, Engine>, byRuntime: ReadonlyMap<string, EngineName>) {
    this.#engines = engines;
    this.#byRuntime = byRuntime;
  }

  async run(spec: ContainerSpec): Promise<ContainerState> {
    const runtime = spec.labels[label.runtime] ?? '';
    const place = this.#byRuntime.get(runtime);
    const engine = place === undefined ? undefined : this.#engines.get(place);
    if (engine === undefined) {
      throw new FirebreakError({ code: 'FB-ENGINE-NONE', message: `This node has no engine for runtime ${runtime}.` });
    }
    const state = await engine.run(spec);
    this.#places.set(spec.name, engine);
    return state;
  }

  async wait(name: string): Promise<ContainerExit> {
    return (await this.#engineWith(name)).wait(name);
  }

  async signal(name: string, signal: string): Promise<boolean> {
    return (await this.#find(name))?.signal(name, signal) ?? false;
  }

  async remove(name: string): Promise<boolean> {
    const engine = await this.#find(name);
    const removed = (await engine?.remove(name)) ?? false;
    this.#places.delete(name);
    return removed;
  }

  async inspect(name: string): Promise<ContainerState | undefined> {
    return (await this.#find(name))?.inspect(name);
  }

  async list(labels: Readonly<Record<string, string>>): Promise<ContainerState[]> {
    const lists = [...this.#engines.values()].map(async (engine) => {
      const states = await engine.list(labels);
      for (const { name } of states) this.#places.set(name, engine);
      return states;
    });
    return (await Promise.all(lists)).flat();
  }

  async exec(name: string, argv: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
    return (await this.#engineWith(name)).exec(name, argv, signal);
  }

  async imageLayers(name: string): Promise<string[]> {
    return (await this.#engineWith(name)).imageLayers(name);
  }

  async tail(name: string, lines: number): Promise<string> {
    return (await this.#find(name))?.tail(name, lines) ?? '';
  }

  async #find(name: string): Promise<Engine | undefined> {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    for (const engine of this.#engines.values()) {
      if ((await engine.inspect(name)) === undefined) continue;
      this.#places.set(name, engine);
      return engine;
    }
    return undefined;
  }

  async #engineWith(name: string): Promise<Engine> {
    const engine = await this.#find(name);
    if (engine !== undefined) return engine;
    throw new FirebreakError({
      code: 'FB-ENGINE-NOT-FOUND',
      message: `No engine of this node has a container ${name}.`,
    });
  }
}
