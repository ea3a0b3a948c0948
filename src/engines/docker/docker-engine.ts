import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { FirebreakError, reasonOf } from '../../errors.ts';
import type { ContainerExit, ContainerSpec, ContainerState, Engine, ExecResult } from '../engine.ts';
import { noImage } from '../no-image.ts';
import { awaitEnd } from './await-end.ts';
import { createOptions } from './create-options.ts';
import { execInContainer } from './exec.ts';
import { stateOf } from './state-of.ts';

/** How long a wait survives an engine that does not answer, e.g. while dockerd restarts. */
const patienceMilliseconds = 5 * 60_000;
/** An engine that answers fails within this; one that fails later had been waiting with us. */
const answerMilliseconds = 10_000;
const removalMilliseconds = 30_000;

/** Docker Engine, through its API on a unix socket. */
export class DockerEngine implements Engine {
  readonly #socketPath: string;
  readonly #docker: Docker;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
    this.#docker = new Docker({ socketPath });
  }

  async run(spec: ContainerSpec): Promise<ContainerState> {
    const container = await this.#docker.createContainer(createOptions(spec)).catch((thrown) => {
      const lacks = statusOf(thrown) === 404 && /no such image/i.test(reasonOf(thrown));
      throw lacks ? noImage('The Docker engine', spec.image, thrown) : failed(`create ${spec.name}`, thrown);
    });
    try {
      await container.start();
      return stateOf(await container.inspect());
    } catch (thrown) {
      await this.#removeSoon(spec.name);
      throw failed(`start ${spec.name}`, thrown);
    }
  }

  async wait(name: string): Promise<ContainerExit> {
    for (let lostSince = Number.POSITIVE_INFINITY; ; ) {
      const asked = Date.now();
      try {
        return await this.#exitOf(name);
      } catch (thrown) {
        if (thrown instanceof FirebreakError) throw thrown;
        // An engine that kept the question for a while was there: it is lost only now.
        const keptIt = Date.now() - asked > answerMilliseconds;
        lostSince = keptIt ? Date.now() : Math.min(lostSince, Date.now());
        if (Date.now() - lostSince > patienceMilliseconds) throw failed(`wait for ${name}`, thrown);
        await delay(250);
      }
    }
  }

  async #exitOf(name: string): Promise<ContainerExit> {
    if ((await awaitEnd(this.#socketPath, name)) === 404) throw notFound(name);
    const info = await this.#docker
      .getContainer(name)
      .inspect()
      .catch((thrown) => {
        throw statusOf(thrown) === 404 ? notFound(name) : thrown;
      });
    const { status, exitCode, oomKilled } = stateOf(info);
    if (status === 'running') throw new Error(`${name} runs on`);
    return { code: exitCode, oomKilled };
  }

  async signal(name: string, signal: string): Promise<boolean> {
    return this.#unlessGone(this.#docker.getContainer(name).kill({ signal }), `signal ${name}`);
  }

  async remove(name: string): Promise<boolean> {
    return this.#unlessGone(this.#docker.getContainer(name).remove({ force: true, v: true }), `remove ${name}`);
  }

  /** An engine that restarts just now is asked until it is back: a container nobody waits for would be left. */
  async #removeSoon(name: string): Promise<void> {
    const until = Date.now() + removalMilliseconds;
    while (Date.now() < until) {
      const asked = await this.remove(name).then(
        () => true,
        () => false,
      );
      if (asked) return;
      await delay(250);
    }
  }

  async inspect(name: string): Promise<ContainerState | undefined> {
    try {
      return stateOf(await this.#docker.getContainer(name).inspect());
    } catch (thrown) {
      if (statusOf(thrown) === 404) return undefined;
      throw failed(`inspect ${name}`, thrown);
    }
  }

  async list(labels: Readonly<Record<string, string>>): Promise<ContainerState[]> {
    const filter = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    try {
      const found = await this.#docker.listContainers({ all: true, filters: { label: filter } });
      const states = await Promise.all(found.map(({ Id }) => this.inspect(Id)));
      return states.filter((state) => state !== undefined);
    } catch (thrown) {
      throw failed('list containers', thrown);
    }
  }

  async exec(name: string, argv: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
    try {
      return await execInContainer(this.#docker, name, argv, signal);
    } catch (thrown) {
      signal?.throwIfAborted();
      throw statusOf(thrown) === 404 ? notFound(name) : failed(`run ${argv[0] ?? ''} in ${name}`, thrown);
    }
  }

  async imageLayers(name: string): Promise<string[]> {
    const state = await this.inspect(name);
    if (state === undefined) throw notFound(name);
    const { RootFS } = await this.#docker
      .getImage(state.image)
      .inspect()
      .catch((thrown) => {
        throw failed(`look at the image of ${name}`, thrown);
      });
    return RootFS.Layers ?? [];
  }

  async tail(name: string, lines: number): Promise<string> {
    try {
      const raw = await this.#docker.getContainer(name).logs({ stdout: true, stderr: true, tail: lines });
      return demultiplex(raw);
    } catch (thrown) {
      if (statusOf(thrown) === 404) return '';
      throw failed(`read the output of ${name}`, thrown);
    }
  }

  /** Resolves when the engine answers; throws `FB-ENGINE-UNREACHABLE` otherwise. */
  async ping(): Promise<void> {
    await this.#docker.ping().catch((thrown) => {
      throw new FirebreakError({
        code: 'FB-ENGINE-UNREACHABLE',
        message: 'The Docker engine does not answer.',
        because: reasonOf(thrown),
        next: 'firebreak logs dockerd',
        cause: thrown,
      });
    });
  }

  /** 404: no such container; 409: it is not running, or is being removed already. */
  async #unlessGone(request: Promise<unknown>, what: string): Promise<boolean> {
    try {
      await request;
      return true;
    } catch (thrown) {
      const status = statusOf(thrown);
      if (status === 404 || status === 409) return false;
      throw failed(what, thrown);
    }
  }
}

const statusOf = (thrown: unknown): number | undefined =>
  thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number'
    ? thrown.statusCode
    : undefined;

/** Docker prefixes each piece of a container's output by 8 bytes: stream, three zeros, length. */
const demultiplex = (raw: Buffer): string => {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= raw.length; ) {
    const length = raw.readUInt32BE(at + 4);
    pieces.push(raw.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(pieces).toString('utf8');
};

const notFound = (name: string): FirebreakError =>
  new FirebreakError({ code: 'FB-ENGINE-NOT-FOUND', message: `The Docker engine has no container ${name}.` });

const failed = (what: string, thrown: unknown): FirebreakError =>
  new FirebreakError({
    code: 'FB-ENGINE-FAILED',
    message: `The Docker engine could not ${what}.`,
    because: reasonOf(thrown),
    cause: thrown,
  });
