/** One bind mount, host path to container path. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** Everything an engine needs to run one YARN container; already decided by policy, nothing left to choose. */
export interface ContainerSpec {
  /** YARN's container id, e.g. `container_1795465178008_0004_01_000001`. */
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user: { readonly uid: number; readonly gid: number; readonly groups: readonly number[] };
  readonly workingDirectory: string;
  readonly hostname: string;
  /** The engine's network, and the container's own IPv4 address on it. */
  readonly network: string;
  readonly address: string;
  /** Handler of the runtime class, as the engine knows it. */
  readonly runtimeHandler: string;
  readonly mounts: readonly Mount[];
  /** Container path to mount options, e.g. `/tmp` to `rw,exec,nosuid,nodev,size=512m`. */
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly memoryBytes: number;
  /** CPUs, as YARN's vcores. */
  readonly cpus: number;
  readonly pidsLimit: number;
  /** True where its processes are the sandbox's own, so that a pod's limits must hold them, not a container's. */
  readonly runsInSandbox: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** The virtual machine around it, where its runtime class boots one. */
  readonly machine?: Machine;
}

/** A virtual machine: its size, how long it may take to answer, and the disk of its own that the container is given in it. */
export interface Machine {
  readonly memoryMiB: number;
  readonly vcpus: number;
  readonly startSeconds: number;
  readonly disk?: { readonly target: string; readonly bytes: number };
}

export interface ContainerState {
  readonly id: string;
  readonly name: string;
  readonly status: 'created' | 'running' | 'exited' | 'dead';
  /** Host pid of the container's first process (the sandbox's where the runtime has one); 0 when not running. */
  readonly pid: number;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly address: string;
  readonly hostname: string;
  readonly runtimeHandler: string;
  /** The engine's digest of the image it runs, e.g. `sha256:5946…`. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ContainerExit {
  readonly code: number;
  readonly oomKilled: boolean;
}

export interface ExecResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const engineNames = ['docker', 'cri'] as const;
export type EngineName = (typeof engineNames)[number];

/** What starts containers: Docker Engine or containerd's CRI. Knows neither YARN nor Spark. */
export interface Engine {
  /** Creates and starts; resolves once the first process runs. Leaves nothing behind when it throws. */
  run(spec: ContainerSpec): Promise<ContainerState>;
  /** Resolves when the container has ended; throws `FB-ENGINE-NOT-FOUND` if there is no such container. */
  wait(name: string): Promise<ContainerExit>;
  /** POSIX signal name, e.g. `SIGTERM`. False when the container is gone or no longer runs. */
  signal(name: string, signal: string): Promise<boolean>;
  /** Removes the container, killing it if it runs. False when there was none. */
  remove(name: string): Promise<boolean>;
  inspect(name: string): Promise<ContainerState | undefined>;
  /** Containers, running or not, that carry all of `labels`. */
  list(labels: Readonly<Record<string, string>>): Promise<ContainerState[]>;
  /**
   * Runs a program in a running container, as the container's own user, in its work folder and within its limits, to
   * its end. Aborting `signal` gives up waiting; the program itself ends with its container at the latest.
   */
  exec(name: string, argv: readonly string[], signal?: AbortSignal): Promise<ExecResult>;
  /** Digests of the layers, unpacked, of the image that a container runs: the same of the same image in every engine. */
  imageLayers(name: string): Promise<string[]>;
  /** The last `lines` lines of what the container wrote to its own stdout and stderr. */
  tail(name: string, lines: number): Promise<string>;
}
