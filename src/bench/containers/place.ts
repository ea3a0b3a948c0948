import type { ContainerState, Engine } from '../../engines/engine.ts';
import { FirebreakError } from '../../errors.ts';
import { cgroupOf } from './cgroup.ts';

export interface ToolRun {
  readonly stdout: string;
  /** CPU time of everything in the container meanwhile, its runtime included; undefined where it is not counted. */
  readonly cpuSeconds: number | undefined;
}

/** Where a tool is run: in a container, or on the bare host. */
export interface Place {
  readonly name: string;
  /** IPv4 address that others reach it at. */
  readonly address: string;
  /** Runs a tool to its end. @throws FirebreakError `FB-BENCH-TOOL` when it fails or takes longer than `seconds` */
  run(argv: readonly string[], options: { seconds: number; signal: AbortSignal }): Promise<ToolRun>;
}

/** A container that YARN started: the tool runs as its user, within its limits. */
export const containerPlace = (engine: Engine, { name, address, pid }: ContainerState): Place => ({
  name,
  address,
  run: async (argv, { seconds, signal }) => {
    const cgroup = await cgroupOf(pid);
    const before = await cgroup.cpu();
    // Killing what the engine runs inside a container is not the engine's business: the tool is told its time.
    const limited = ['timeout', '-k', '5', String(Math.ceil(seconds)), ...argv];
    const { code, stdout, stderr } = await engine.exec(name, limited, signal);
    const cpuSeconds = (await cgroup.cpu()).total - before.total;
    if (code !== 0) throw toolFailed(name, argv, code, stderr || stdout);
    return { stdout, cpuSeconds };
  },
});

export const toolFailed = (where: string, argv: readonly string[], code: number, said: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-BENCH-TOOL',
    message: `${argv[0] ?? ''} failed in ${where}.`,
    because:
      `exit code ${code}${code === 124 ? ' (it took too long)' : ''}: ${said.trim().slice(-600)}; command: ${argv.join(' ')}`.slice(
        0,
        1500,
      ),
  });
