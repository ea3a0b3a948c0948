import { execa } from 'execa';
import type { ServiceUser } from '../accounts.ts';

interface Outcome {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stderr: string;
}

/** Runs a command as a service's user, however it ends. @throws the signal's reason */
export const runAs = async (
  user: ServiceUser,
  command: readonly string[],
  signal: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> => {
  const options = { env, cancelSignal: signal, reject: false, cwd: '/' } as const;
  const { exitCode, stderr } = await execa('chpst', ['-u', user, ...command], options);
  signal.throwIfAborted();
  return { exitCode, stderr };
};
