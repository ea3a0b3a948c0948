import { execa } from 'execa';
import { FirebreakError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import { parseSubmitLine } from './submit-output.ts';

/** How a tenant's client programs run on this host. */
export interface Client {
  /** Operating-system user that submits. */
  readonly user: string;
  /** Of `clientEnvironment`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly java: string;
  /** The client's configuration folder and all Hadoop jars, for YARN's own commands. */
  readonly classpath: string;
}

export interface Submission {
  /** What errors call it, e.g. `TPC-H`. */
  readonly name: string;
  /** Arguments of spark-submit. */
  readonly arguments: readonly string[];
  /** The application is killed and failed after this. */
  readonly timeoutSeconds: number;
  /** How far it is, asked for now and then, e.g. `7 of 22 queries`. */
  readonly describe: () => Promise<string>;
  /** Hears the application's id as soon as YARN has given it one. */
  readonly onApplication?: (application: string) => void;
}

/** What spark-submit has told so far. */
interface Seen {
  application?: string | undefined;
  state?: string | undefined;
  /** Progress told last. */
  told?: string;
  lines: readonly string[];
}

const rememberedLines = 40;
const pollMilliseconds = 2000;

/**
 * Submits in cluster mode and waits for the end; returns the application's id. What it leaves early, by cancellation
 * or timeout, it kills. Throws `FB-BENCH-APPLICATION` with the end of the application's own logs.
 */
export const submitAndWait = async (client: Client, submission: Submission, progress: Progress): Promise<string> => {
  const timeout = AbortSignal.timeout(submission.timeoutSeconds * 1000);
  const seen: Seen = { lines: [] };
  const spark = `${client.environment.SPARK_HOME ?? ''}/bin/spark-submit`;
  const process = execa('setpriv', [...(await asUser(client.user)), spark, ...submission.arguments], {
    env: client.environment,
    extendEnv: false,
    cwd: '/',
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    cancelSignal: AbortSignal.any([progress.signal, timeout]),
  });
  const poll = setInterval(() => void tell(submission, seen, progress), pollMilliseconds);
  try {
    for await (const line of process.iterable({ from: 'all' })) {
      hear(line, submission, seen, progress);
    }
    const ended = await process;
    if (ended.exitCode === 0 && seen.application !== undefined) {
      return seen.application;
    }
  } finally {
    clearInterval(poll);
    if (progress.signal.aborted || timeout.aborted) {
      await killApplication(client, seen.application);
    }
  }
  progress.signal.throwIfAborted();
  throw await failure(client, submission, seen, timeout.aborted);
};

/** Takes in one line of spark-submit's. */
const hear = (line: string, submission: Submission, seen: Seen, progress: Progress): void => {
  const found = parseSubmitLine(line);
  if (seen.application === undefined && found.application !== undefined) {
    seen.application = found.application;
    submission.onApplication?.(found.application);
  }
  if (found.state !== undefined && found.state !== seen.state) {
    seen.state = found.state;
    progress.note(`${seen.application ?? 'application'} ${found.state}`);
  }
  seen.lines = isFrame(line) ? seen.lines : [...seen.lines, line].slice(-rememberedLines);
};

const asUser = async (user: string): Promise<string[]> => {
  const { stdout: gid } = await execa('id', ['-g', user]);
  return ['--reuid', user, '--regid', gid, '--init-groups', '--'];
};

/** Stack frames would push the exception itself out of sight. */
const isFrame = (line: string): boolean => /^\s+(at |\.\.\. \d+ more)/.test(line);

/** Progress is a courtesy: when it cannot be had, the run goes on without. */
const tell = async (submission: Submission, seen: Seen, progress: Progress): Promise<void> => {
  if (seen.state !== 'RUNNING') {
    return;
  }
  const text = await submission.describe().catch(() => undefined);
  if (text !== undefined && text !== seen.told) {
    seen.told = text;
    progress.note(text);
  }
};

const runYarn = async (client: Client, main: string, parameters: readonly string[]): Promise<string> => {
  const command = [client.java, '-cp', client.classpath, main, ...parameters];
  const result = await execa('setpriv', [...(await asUser(client.user)), ...command], {
    env: client.environment,
    extendEnv: false,
    cwd: '/',
    stdin: 'ignore',
    reject: false,
    timeout: 60_000,
  });
  return result.stdout;
};

const killApplication = async (client: Client, application: string | undefined): Promise<void> => {
  if (application !== undefined) {
    await runYarn(client, 'org.apache.hadoop.yarn.client.cli.ApplicationCLI', ['application', '-kill', application]);
  }
};

const failure = async (
  client: Client,
  submission: Submission,
  seen: Seen,
  timedOut: boolean,
): Promise<FirebreakError> => {
  const told = seen.lines.join('\n');
  const logs =
    seen.application === undefined
      ? ''
      : await runYarn(client, 'org.apache.hadoop.yarn.client.cli.LogsCLI', [
          '-applicationId',
          seen.application,
          '-am',
          '1',
        ]);
  const tail = logs
    .split('\n')
    .filter((line) => !isFrame(line))
    .slice(-rememberedLines)
    .join('\n')
    .trim();
  const name =
    seen.application === undefined ? `submitting ${submission.name}` : `${submission.name} as ${seen.application}`;
  return new FirebreakError({
    code: 'FB-BENCH-APPLICATION',
    message: timedOut ? `${name} was not done after ${submission.timeoutSeconds} s and was killed` : `${name} failed`,
    because: [told, tail].filter((text) => text !== '').join('\n'),
    next: seen.application === undefined ? 'firebreak status' : `yarn logs -applicationId ${seen.application}`,
  });
};
