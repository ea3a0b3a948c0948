import { execa } from 'execa';
import { FirebreakError } from '../errors.ts';
import type { Progress } from '../progress.ts';

const linesToShow = 8;

/** A program of the system, and what its failure means to the user. */
export interface Client {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** False where `environment` is all of it; by default the caller's reaches it too. */
  readonly inherit?: boolean;
  /** Where it runs; by default where the caller does. */
  readonly directory?: string;
  readonly code: `FB-${string}`;
  /** `fetch Hadoop 3.5.0`: what could not be done. */
  readonly purpose: string;
  readonly next: string;
  /** What Ctrl-C sends it; by default SIGTERM, and SIGKILL to one that is still there after half a minute. */
  readonly stopSignal?: 'SIGKILL';
  /** Hears each line of its output. */
  readonly onLine?: (line: string) => void;
}

/** Runs a client to its end; Ctrl-C asks it to stop and waits until it has cleaned up. */
export const runClient = async (client: Client, { signal }: Progress): Promise<string> => {
  signal.throwIfAborted();
  const running = execa(client.command, client.arguments, {
    all: true,
    stdin: 'ignore',
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: 30_000,
    ...(client.stopSignal && { killSignal: client.stopSignal }),
    ...(client.environment && { env: client.environment, extendEnv: client.inherit ?? true }),
    ...(client.directory && { cwd: client.directory }),
  });
  if (client.onLine) for await (const line of running.iterable({ from: 'all', reject: false })) client.onLine(line);
  const result = await running;
  signal.throwIfAborted();
  if (!result.failed) return result.stdout;
  throw new FirebreakError({
    code: client.code,
    message: `${client.command} could not ${client.purpose}.`,
    because:
      result.code === 'ENOENT'
        ? `${client.command} is not installed`
        : lastLines(result.all || (result.shortMessage ?? '')),
    next: client.next,
    cause: result,
  });
};

const lastLines = (output: string): string => output.trimEnd().split('\n').slice(-linesToShow).join('\n');
