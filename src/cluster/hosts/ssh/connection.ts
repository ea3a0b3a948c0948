import { randomBytes } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { FirebreakError } from '../../../errors.ts';
import { connectionError, connectionFailed } from './connection-error.ts';

export interface SshOptions {
  /** ssh_config to use instead of the admin's own. */
  readonly config?: string | undefined;
  readonly user?: string | undefined;
  readonly port?: number | undefined;
  readonly identityFile?: string | undefined;
}

/** A shell command on another host, as root. */
export interface RemoteCommand {
  /** For `sh -c`; quote what comes from elsewhere with `quoted`. */
  readonly script: string;
  readonly input?: string | Readable;
  readonly signal: AbortSignal;
  /** Gets each line of standard output as it comes; then nothing is returned. */
  readonly onLine?: (line: string) => void;
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
export const openConnection = async (
  host: string,
  { config, user, port, identityFile }: SshOptions = {},
): Promise<Connection> => {
  // By chance, and not by our process id: a connection that one of the same id left may lead to another host.
  const socket = join(await socketFolder(), randomBytes(8).toString('hex'));
  const given = [
    ...(config === undefined ? [] : ['-F', config]),
    ...(user === undefined ? [] : option(`User=${user}`)),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(identityFile === undefined ? [] : ['-i', identityFile]),
  ];
  const options = [
    ...given,
    ...['BatchMode=yes', `ConnectTimeout=${connectSeconds}`].flatMap(option),
    ...[`ServerAliveInterval=${probeSeconds}`, 'ServerAliveCountMax=3'].flatMap(option),
    ...['ControlMaster=auto', `ControlPath=${socket}`, 'ControlPersist=60'].flatMap(option),
  ];
  return {
    host,
    run: (command) => run({ host, given, options }, command),
    [Symbol.asyncDispose]: () => closeAll(host, options),
  };
};

/**
 * Where OpenSSH has its sockets, which it removes itself, also a minute after we were killed. Their paths hold about 100
 * characters, of which OpenSSH appends some.
 */
const socketFolder = async (): Promise<string> => {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `firebreak-ssh-${uid}`);
  await mkdir(folder, { mode: 0o700, recursive: true });
  const found = await lstat(folder);
  if (found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0) return folder;
  throw new FirebreakError({
    code: 'FB-SSH-FOLDER',
    message: `${folder} is somebody else’s, or others may use it.`,
    because: 'whoever can use it has our connections to the hosts',
    next: `Look who made it, and remove it: ls -ld ${folder}`,
  });
};

/** Ends the connection, and every command on it. */
const closeAll = async (host: string, options: readonly string[]): Promise<void> => {
  await execa('ssh', [...options, '-O', 'exit', '--', host], { reject: false });
};

const option = (setting: string): [string, string] => ['-o', setting];

interface Destination {
  readonly host: string;
  /** What of `options` the spec says. */
  readonly given: readonly string[];
  readonly options: readonly string[];
}

const run = async ({ host, given, options }: Destination, command: RemoteCommand): Promise<string> => {
  const remote = asRoot(command.script);
  const running = execa('ssh', [...options, '--', host, remote], {
    ...inputOf(command.input),
    buffer: { stdout: command.onLine === undefined, stderr: true },
    cancelSignal: command.signal,
    reject: false,
  });
  const reading = command.onLine === undefined ? undefined : eachLine(running.stdout, command.onLine);
  // The process that all commands share holds a killed one's output open until the other side has ended it.
  const letGo = (): void => void closeAll(host, options);
  command.signal.addEventListener('abort', letGo, { once: true });
  const [{ exitCode, stdout, stderr }] = await Promise.all([running, reading]).finally(() =>
    command.signal.removeEventListener('abort', letGo),
  );
  command.signal.throwIfAborted();
  if (exitCode === 0) return stdout ?? '';
  if (exitCode === connectionFailed) throw connectionError(host, stderr, given);
  if (exitCode === noSudo) throw sudoError(host, stderr);
  throw new FirebreakError({
    code: 'FB-HOST-COMMAND',
    message: `A command on ${host} ended with ${exitCode ?? 'a signal'}.`,
    because: stderr.trim().split('\n').slice(-5).join('\n'),
    next: 'Mend what it says on that host, then run the command again.',
  });
};

const eachLine = async (output: Readable, onLine: (line: string) => void): Promise<void> => {
  for await (const line of createInterface({ input: output })) onLine(line);
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
    // sudo keeps nothing of the environment; where ssh arrived is asked for.
    `exec sudo -n sh -c "SSH_CONNECTION='$SSH_CONNECTION'; export SSH_CONNECTION; $script"`,
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
