/** How a container is isolated. `strength` orders the classes: a tenant's floor admits its own strength and above. */
export interface RuntimeClass {
  readonly name: RuntimeName;
  /** Higher is stronger: what stands between a tenant and the host's kernel. */
  readonly strength: number;
  /** What stands between a tenant and the host's kernel, in a few words. */
  readonly boundary: string;
  /** Handler name given to the engine (Docker's `--runtime`, CRI's runtime_handler). */
  readonly handler: string;
  /** Memory that the runtime itself takes beside the container's own, MiB. */
  readonly overheadMiB: number;
  /** Host threads that the runtime itself needs: they count against the container's pids limit. */
  readonly overheadPids: number;
  /** True where the container cannot see its own CPU and memory limits, so that a JVM must be told. */
  readonly hidesLimits: boolean;
  /** True where each system call leaves the container's process for another, so that even the cheapest are dear. */
  readonly interceptsCalls: boolean;
  /** True where a container's processes run in the process of its sandbox: by CRI, only the pod's limits hold them. */
  readonly runsInSandbox: boolean;
}

export const runtimeNames = ['runc', 'gvisor', 'kata'] as const;
export type RuntimeName = (typeof runtimeNames)[number];
