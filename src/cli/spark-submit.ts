import { type UserInfo, userInfo } from 'node:os';
import { execa } from 'execa';
import { requireRoot } from '../cluster/hosts/require-root.ts';
import type { ClusterSpec } from '../cluster/spec.ts';
import { FirebreakError } from '../errors.ts';

export interface Submitter {
  readonly tenant: string;
  readonly user: string;
}

export interface Submission extends Submitter {
  /** Runtime class that the job asks for; the tenant's own where undefined. */
  readonly runtime: string | undefined;
  /** Arguments of spark-submit. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Everybody submits as themselves; root for whom it likes, and for nobody in particular where none is asked for. */
export const submittingUser = (
  asked: string | undefined,
  { uid, username }: Pick<UserInfo<string>, 'uid' | 'username'> = userInfo(),
): string | undefined => {
  if (uid === 0 || asked === username) return asked;
  if (asked !== undefined) requireRoot(uid);
  return username;
};

/** Who submits: the tenant and user asked for, or the first user of the only tenant. @throws FirebreakError `FB-CLI-TENANT`, `FB-CLI-USER` */
export const submitterOf = (spec: ClusterSpec, tenant: string | undefined, user: string | undefined): Submitter => {
  const names = Object.keys(spec.tenants);
  const name = tenant ?? (names.length === 1 ? names[0] : ownerOf(spec, user));
  const chosen = name === undefined ? undefined : spec.tenants[name];
  if (name === undefined || chosen === undefined) {
    throw new FirebreakError({
      code: 'FB-CLI-TENANT',
      message:
        name === undefined ? `cluster ${spec.name} has several tenants` : `cluster ${spec.name} has no tenant ${name}`,
      next: `name one with --tenant: ${names.join(', ')}`,
      exit: 2,
    });
  }
  const as = user ?? chosen.users[0];
  if (as === undefined || !chosen.users.includes(as)) {
    throw new FirebreakError({
      code: 'FB-CLI-USER',
      message: `tenant ${name} has no user ${as}`,
      next: `name one with --user: ${chosen.users.join(', ')}`,
      exit: 2,
    });
  }
  return { tenant: name, user: as };
};

const ownerOf = (spec: ClusterSpec, user: string | undefined): string | undefined =>
  user === undefined ? undefined : Object.entries(spec.tenants).find(([, { users }]) => users.includes(user))?.[0];

const runtimeVariable = 'YARN_CONTAINER_RUNTIME_DOCKER_RUNTIME';

/** Of the account that submits. */
interface Account {
  readonly gid: string;
  readonly home: string;
}

/** The command that submits: spark-submit itself, or through setpriv where another user must run it. */
export const submitCommand = (submission: Submission, gid: string, currentUser: string): [string, ...string[]] => {
  const runtime = submission.runtime;
  const asked =
    runtime === undefined
      ? []
      : [`spark.yarn.appMasterEnv.${runtimeVariable}=${runtime}`, `spark.executorEnv.${runtimeVariable}=${runtime}`];
  const submit: [string, ...string[]] = [
    `${submission.environment.SPARK_HOME}/bin/spark-submit`,
    ...asked.flatMap((setting) => ['--conf', setting]),
    ...submission.arguments,
  ];
  if (currentUser === submission.user) return submit;
  return ['setpriv', '--reuid', submission.user, '--regid', gid, '--init-groups', '--', ...submit];
};

/** Runs spark-submit to its end; its exit code. Ctrl-C reaches it through the terminal, and through `signal`. */
export const runSparkSubmit = async (
  submission: Submission,
  { signal, output }: { signal: AbortSignal; output: (text: string) => void },
): Promise<number> => {
  const { gid, home } = await accountOf(submission.user);
  const [program, ...rest] = submitCommand(submission, gid, userInfo().username);
  const running = execa(program, rest, {
    env: { ...submission.environment, HOME: home, USER: submission.user, LANG: 'C.UTF-8' },
    extendEnv: false,
    stdin: 'inherit',
    stderr: 'inherit',
    buffer: false,
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: 10_000,
  });
  running.stdout.on('data', (chunk: Buffer) => output(chunk.toString('utf8')));
  const { exitCode } = await running;
  signal.throwIfAborted();
  return exitCode ?? 1;
};

const accountOf = async (user: string): Promise<Account> => {
  const { stdout, failed } = await execa('getent', ['passwd', user], { reject: false });
  const [, , , gid, , home] = stdout.split(':');
  if (!failed && gid !== undefined && home !== undefined) return { gid, home };
  throw new FirebreakError({
    code: 'FB-CLI-ACCOUNT',
    message: `this host has no user ${user}`,
    next: 'firebreak up makes the users of a cluster’s tenants',
  });
};
