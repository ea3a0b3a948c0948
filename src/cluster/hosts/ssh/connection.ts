import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { FirebreakError } from '../../../errors.ts';
import { connectionError, connectionFailed } from './connection-error.ts';

export interface SshOptions {
  /** ssh_config to use instead of the admin's own. */
  readonly config?: string;
}

/** A shell command on another host, as root. */
export interface RemoteCommand {
  /** For `sh -c`; quote what comes from elsewhere with `quoted`. */
  readonly script: string;
  readonly input?: string | Readable;
  readonly signal: AbortSignal;
}

export interface Connection extends AsyncDisposable {
  /** The host as the spec names it: an ssh destination. */
  readonly host: string;
  /** Standard output of the command. @throws FirebreakError `FB-SSH-…`, `FB-HOST-COMMAND`, `FB-HOST-SUDO` */
  run(command: RemoteCommand): Promise<string>;
}

/** Seconds: of a connection's beginning; then of silence between probes, three of which may stay unanswered. */
const connectSeconds = 10;
const probeSeconds = 5;

/**
 * A connection that all commands share, by the system's OpenSSH: the admin's configuration, agent, jump hosts and
 * known_hosts count, and nobody is asked anything. Nothing is sent before the first command.
 */
export const openConnection = async (host: string, { config }: SshOptions = {}): Promise<Connection> => {
  // A socket's path holds about 100 characters, of which OpenSSH appends some itself.
  const folder = await mkdtemp(join(tmpdir(), 'fb-ssh-'));
  const options = [
    ...(config === undefined ? [] : ['-F', config]),
    ...['BatchMode=yes', `ConnectTimeout=${connectSeconds}`].flatMap(option),
    ...[`ServerAliveInterval=${probeSeconds}`, 'ServerAliveCountMax=3'].flatMap(option),
    ...['ControlMaster=auto', `ControlPath=${folder}/s`, 'ControlPersist=60'].flatMap(option),
  ];
  return {
    host,
    run: (command) => run(host, options, command),
    [Symbol.asyncDispose]: async () => {
      await execa('ssh', [...options, '-O', 'exit', '--', host], { reject: false });
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const option = (setting: string): [string, string] => ['-o', setting];

const run = async (host: string, options: readonly string[], command: RemoteCommand): Promise<string> => {
  const remote = asRoot(command.script);
  const { exitCode, stdout, stderr } = await execa('ssh', [...options, '--', host, remote], {
    ...inputOf(command.input),
    cancelSignal: command.signal,
    reject: false,
  });
  command.signal.throwIfAborted();
  if (exitCode === 0) return stdout;
  if (exitCode === connectionFailed) throw connectionError(host, stderr);
  if (exitCode === noSudo) throw sudoError(host, stderr);
  throw new FirebreakError({
    code: 'FB-HOST-COMMAND',
    message: `A command on ${host} ended with ${exitCode ?? 'a signal'}.`,
    because: stderr.trim().split('\n').slice(-5).join('\n'),
    next: 'Mend what it says on that host, then run the command again.',
  });
};

const inputOf = (input: RemoteCommand['input']) => {
  if (input === undefined) return { stdin: 'ignore' as const };
  return { input };
};

/** No command of ours ends with it. */
const noSudo = 113;

const asRoot = (script: string): string =>
  [
    `script=${quoted(script)}`,
    'if [ "$(id -u)" = 0 ]; then exec sh -c "$script"; fi',
    `sudo -n true || exit ${noSudo}`,
    'exec sudo -n sh -c "$script"',
  ].join('\n');

const sudoError = (host: string, stderr: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-HOST-SUDO',
    message: `The user that ssh is on ${host} is neither root nor may use sudo without a password.`,
    because: stderr.trim(),
    next: `Name root in the address (root@${host}), or let the user use sudo without a password there.`,
    exit: 4,
  });

/** A word of a POSIX shell. */
export const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
