import { mkdir, readFile, rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, credentials, status as grpc } from '@grpc/grpc-js';
import { FirebreakError, reasonOf } from '../../errors.ts';
import type { ContainerExit, ContainerSpec, ContainerState, Engine, ExecResult, Mount } from '../engine.ts';
import { noImage } from '../no-image.ts';
import { endMachine, removeSharedFolders } from './end-machine.ts';
import { GrpcService, grpcStatus } from './grpc-service.ts';
import { handlerOf } from './handler-of.ts';
import { logText } from './log-text.ts';
import { diskNames, makeDisk, removeDisk } from './machine-disk.ts';
import { containerConfig, logName, nameLabel, sandboxConfig } from './pod.ts';
import { makePodCgroup, podCgroup, ranOutOfMemory, removePodCgroup } from './pod-cgroup.ts';
import {
  containerList,
  containerReply,
  execReply,
  imageInfo,
  imageReply,
  type Sandbox,
  sandboxList,
  sandboxReply,
  statusReply,
} from './replies.ts';
import { stateOf } from './state-of.ts';

/** How long a wait survives a containerd that does not answer, e.g. while it restarts. */
const patienceMilliseconds = 5 * 60_000;
const removalMilliseconds = 30_000;
/** Longest that one call may take, seconds; a start of a virtual machine is the longest. */
const callSeconds = 180;
/** What a shim may take beyond the time for its machine to answer, before both are ended, seconds. */
const graceSeconds = 20;

export interface CriOptions {
  /** containerd's socket. */
  readonly socket: string;
  /** cgroup that all pods are below, e.g. `/firebreak-demo`. */
  readonly cgroupParent: string;
  /** Folder of ours for what containers write to their own stdout and stderr. */
  readonly logs: string;
  /** Folder of ours for disks of machines. */
  readonly disks: string;
  /** Folder with this engine's proto files. */
  readonly protos?: string;
}

/** containerd, through CRI v1: one pod with one container in it for each YARN container. */
export class CriEngine implements Engine {
  readonly #options: CriOptions;
  readonly #runtime: GrpcService;
  readonly #images: GrpcService;
  readonly #tasks: GrpcService;
  /** Names of containers that are just being started: CRI itself lets a name be used twice. */
  readonly #starting = new Set<string>();

  constructor(options: CriOptions) {
    const { socket, protos = import.meta.dirname } = options;
    this.#options = options;
    const client = new Client(`unix://${socket}`, credentials.createInsecure(), {
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 500,
      'grpc.max_receive_message_length': 64 * 2 ** 20,
    });
    this.#runtime = new GrpcService(client, `${protos}/runtime.proto`, 'runtime.v1.RuntimeService');
    this.#images = new GrpcService(client, `${protos}/runtime.proto`, 'runtime.v1.ImageService');
    this.#tasks = new GrpcService(client, `${protos}/tasks.proto`, 'containerd.services.tasks.v1.Tasks', {
      'containerd-namespace': 'k8s.io',
    });
  }

  async run(spec: ContainerSpec): Promise<ContainerState> {
    if (this.#starting.has(spec.name)) throw inUse(spec.name);
    this.#starting.add(spec.name);
    try {
      if ((await this.#sandboxes({ [nameLabel]: spec.name })).length > 0) throw inUse(spec.name);
      return await this.#start(spec);
    } catch (thrown) {
      throw thrown instanceof FirebreakError ? thrown : await this.#notStarted(spec, thrown);
    } finally {
      this.#starting.delete(spec.name);
    }
  }

  async #notStarted(spec: ContainerSpec, thrown: unknown): Promise<FirebreakError> {
    if (grpcStatus(thrown) === grpc.NOT_FOUND) {
      const layers = await this.#layersOf(spec.image).catch((): string[] => []);
      if (layers === undefined) return noImage('containerd', spec.image, thrown);
    }
    return annotationRefused(spec, thrown) ?? failed(`start ${spec.name}`, thrown);
  }

  async #start(spec: ContainerSpec): Promise<ContainerState> {
    const logDirectory = this.#logDirectory(spec.name);
    await mkdir(logDirectory, { recursive: true, mode: 0o700 });
    try {
      const config = sandboxConfig(spec, await this.#cgroupOf(spec), logDirectory);
      const runtimeHandler = handlerOf(spec.runtimeHandler, spec.network);
      // The machine boots meanwhile. Both come to their end: what fails is cleared away with nothing still under way.
      const [pod, disk] = await Promise.allSettled([
        this.#runPod(spec, { config, runtimeHandler }),
        this.#diskOf(spec),
      ]);
      const { podSandboxId } = sandboxReply.parse(fulfilled(pod));
      const request = { podSandboxId, config: containerConfig(spec, fulfilled(disk)), sandboxConfig: config };
      const { containerId } = containerReply.parse(await this.#call('CreateContainer', request));
      await this.#call('StartContainer', { containerId });
      const { labels, annotations } = config;
      return await this.#stateOf({ id: podSandboxId, labels, annotations }, containerId);
    } catch (thrown) {
      await this.#removeSoon(spec.name);
      throw thrown;
    }
  }

  /** A shim may wait for its machine without end: it is ended, and not just the call, which would leave it there. */
  async #runPod({ name, machine }: ContainerSpec, request: object): Promise<unknown> {
    const call = this.#call('RunPodSandbox', request);
    if (machine === undefined) return call;
    const seconds = machine.startSeconds + graceSeconds;
    let ended: Promise<string[]> | undefined;
    const timer = setTimeout(() => {
      ended = endMachine(this.#options.socket, name);
      // The call still has an end of its own; the reason is told there.
      ended.catch(() => undefined);
    }, seconds * 1000);
    try {
      return await call;
    } catch (thrown) {
      if (ended === undefined) throw thrown;
      for (const sandbox of await ended) await removeSharedFolders(sandbox);
      throw failed(`start ${name}`, `its machine did not answer within ${seconds} s`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The cgroup that the pod's own are made in: all pods', or where a pod's limits must hold, one with these. */
  async #cgroupOf(spec: ContainerSpec): Promise<string> {
    const { cgroupParent } = this.#options;
    if (!spec.runsInSandbox) return cgroupParent;
    const own = podCgroup(cgroupParent, spec.name);
    await makePodCgroup(own, spec);
    return own;
  }

  /** The mounts that stand for the machine's own disk: one, or none. */
  async #diskOf({ name, image, machine, user }: ContainerSpec): Promise<readonly Mount[]> {
    if (machine?.disk === undefined) return [];
    const layers = await this.#layersOf(image);
    if (layers === undefined) throw noImage('containerd', image, undefined);
    if (layers.length === 0) throw withoutLayers(image);
    return [await makeDisk(this.#options, name, machine.disk, user)];
  }

  async wait(name: string): Promise<ContainerExit> {
    for (let lostSince = Number.POSITIVE_INFINITY; ; ) {
      try {
        const state = await this.inspect(name);
        lostSince = Number.POSITIVE_INFINITY;
        if (state === undefined) throw notFound(name);
        if (state.status !== 'running') return { code: state.exitCode, oomKilled: state.oomKilled };
        await this.#ended(state.id);
      } catch (thrown) {
        if (thrown instanceof FirebreakError && thrown.code === 'FB-ENGINE-NOT-FOUND') throw thrown;
        lostSince = Math.min(lostSince, Date.now());
        if (Date.now() - lostSince > patienceMilliseconds) throw failed(`wait for ${name}`, thrown);
        await delay(250);
      }
    }
  }

  /** CRI cannot wait; containerd can. CRI notes the end, and deletes the task, a moment later. */
  async #ended(containerId: string): Promise<void> {
    await this.#tasks.call('Wait', { containerId }).catch((thrown) => {
      if (grpcStatus(thrown) !== grpc.NOT_FOUND) throw thrown;
    });
    await delay(10);
  }

  async signal(name: string, signal: string): Promise<boolean> {
    const number = Object.entries(constants.signals).find(([known]) => known === signal)?.[1] ?? Number(signal);
    const state = await this.inspect(name);
    if (state?.status !== 'running') return false;
    try {
      await this.#tasks.call('Kill', { containerId: state.id, signal: number }, { seconds: callSeconds });
      return true;
    } catch (thrown) {
      if (grpcStatus(thrown) === grpc.NOT_FOUND) return false;
      throw failed(`signal ${name}`, thrown);
    }
  }

  async remove(name: string): Promise<boolean> {
    try {
      const sandboxes = await this.#sandboxes({ [nameLabel]: name });
      for (const { id: podSandboxId } of sandboxes) {
        await this.#call('StopPodSandbox', { podSandboxId });
        await this.#call('RemovePodSandbox', { podSandboxId });
      }
      await removePodCgroup(podCgroup(this.#options.cgroupParent, name));
      await removeDisk(this.#options, name);
      await rm(this.#logDirectory(name), { recursive: true, force: true });
      return sandboxes.length > 0;
    } catch (thrown) {
      throw failed(`remove ${name}`, thrown);
    }
  }

  /** Removes disks whose containers are no more, as an agent leaves them that is killed in a start. Not during one. */
  async removeLeftDisks(): Promise<void> {
    const sandboxes = await this.#sandboxes({});
    const names = new Set(sandboxes.map(({ labels }) => labels[nameLabel]));
    for (const name of await diskNames(this.#options)) if (!names.has(name)) await removeDisk(this.#options, name);
  }

  /** A containerd that restarts just now is asked until it is back: a pod nobody waits for would be left. */
  async #removeSoon(name: string): Promise<void> {
    for (const until = Date.now() + removalMilliseconds; Date.now() < until; await delay(250)) {
      const asked = await this.remove(name).then(
        () => true,
        () => false,
      );
      if (asked) return;
    }
  }

  async inspect(name: string): Promise<ContainerState | undefined> {
    return (await this.list({ [nameLabel]: name }))[0];
  }

  async list(labels: Readonly<Record<string, string>>): Promise<ContainerState[]> {
    try {
      const [sandboxes, reply] = await Promise.all([
        this.#sandboxes(labels),
        this.#call('ListContainers', { filter: { labelSelector: { ...labels } } }),
      ]);
      const { containers } = containerList.parse(reply);
      return await Promise.all(
        sandboxes.map((sandbox) =>
          this.#stateOf(sandbox, containers.find((each) => each.podSandboxId === sandbox.id)?.id),
        ),
      );
    } catch (thrown) {
      throw failed('list containers', thrown);
    }
  }

  async exec(name: string, argv: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
    const state = await this.inspect(name);
    if (state === undefined) throw notFound(name);
    try {
      const request = { containerId: state.id, cmd: [...argv], timeout: 0 };
      const { exitCode, stdout, stderr } = execReply.parse(await this.#runtime.call('ExecSync', request, { signal }));
      return { code: exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') };
    } catch (thrown) {
      throw failed(`run a program in ${name}`, thrown);
    }
  }

  async imageLayers(name: string): Promise<string[]> {
    const state = await this.inspect(name);
    if (state === undefined) throw notFound(name);
    try {
      return (await this.#layersOf(state.image)) ?? [];
    } catch (thrown) {
      throw failed(`look at the image of ${name}`, thrown);
    }
  }

  /** Undefined where containerd has no such image. */
  async #layersOf(image: string): Promise<string[] | undefined> {
    const request = { image: { image }, verbose: true };
    const { info } = imageReply.parse(await this.#images.call('ImageStatus', request, { seconds: callSeconds }));
    return info.info === undefined ? undefined : imageInfo.parse(JSON.parse(info.info)).imageSpec.rootfs.diff_ids;
  }

  async tail(name: string, lines: number): Promise<string> {
    const log = await readFile(`${this.#logDirectory(name)}/${logName}`, 'utf8').catch((thrown) => {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return '';
      throw failed(`read the output of ${name}`, thrown);
    });
    return logText(log, lines);
  }

  /** Resolves when containerd's CRI answers; throws `FB-ENGINE-UNREACHABLE` otherwise. */
  async ping(): Promise<void> {
    await this.#runtime.call('Version', { version: 'v1' }, { seconds: 10 }).catch((thrown) => {
      throw new FirebreakError({
        code: 'FB-ENGINE-UNREACHABLE',
        message: 'containerd does not answer CRI.',
        because: reasonOf(thrown),
        next: 'firebreak logs containerd',
        cause: thrown,
      });
    });
  }

  async #sandboxes(labels: Readonly<Record<string, string>>): Promise<Sandbox[]> {
    return sandboxList.parse(await this.#call('ListPodSandbox', { filter: { labelSelector: { ...labels } } })).items;
  }

  async #stateOf(sandbox: Sandbox, containerId: string | undefined): Promise<ContainerState> {
    if (containerId === undefined) return stateOf(sandbox);
    const reply = statusReply.parse(await this.#call('ContainerStatus', { containerId, verbose: true }));
    const state = stateOf(sandbox, { id: containerId, reply });
    if (state.oomKilled || state.status === 'running') return state;
    return { ...state, oomKilled: await ranOutOfMemory(podCgroup(this.#options.cgroupParent, state.name)) };
  }

  #call(method: string, request: object): Promise<unknown> {
    return this.#runtime.call(method, request, { seconds: callSeconds });
  }

  #logDirectory(name: string): string {
    return `${this.#options.logs}/${name}`;
  }
}

const fulfilled = <Value>(settled: PromiseSettledResult<Value>): Value => {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
};

const inUse = (name: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-ENGINE-FAILED',
    message: `containerd could not start ${name}.`,
    because: 'The name is already in use.',
  });

/**
 * The root of such an image is a folder of the host, not an overlay of its own; a Kata that hands block devices in would
 * hand in the very disk that the folder is on (the warning of Kata's commit 20ca4d2).
 */
const withoutLayers = (image: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-ENGINE-IMAGE',
    message: `The image ${image} has no layers, and is not run in a machine with a disk of its own.`,
    next: 'Use an image with at least one layer.',
  });

/** Kata's words where its configuration does not take an annotation that carries the size of a machine. */
const annotationRefused = ({ name }: ContainerSpec, thrown: unknown): FirebreakError | undefined => {
  const refused = /annotation (io\.katacontainers\.\S+) is not enabled/.exec(reasonOf(thrown))?.[1];
  if (refused === undefined) return undefined;
  return new FirebreakError({
    code: 'FB-ENGINE-ANNOTATION',
    message: `Kata does not take the size of ${name}’s machine.`,
    because: `its configuration does not enable the annotation ${refused}`,
    next: 'Take away what changes enable_annotations after config.d/60-firebreak.toml, in conf/kata of the cluster.',
    cause: thrown,
  });
};

const notFound = (name: string): FirebreakError =>
  new FirebreakError({ code: 'FB-ENGINE-NOT-FOUND', message: `containerd has no container ${name}.` });

const failed = (what: string, thrown: unknown): FirebreakError =>
  new FirebreakError({
    code: 'FB-ENGINE-FAILED',
    message: `containerd could not ${what}.`,
    because: reasonOf(thrown),
    cause: thrown,
  });
