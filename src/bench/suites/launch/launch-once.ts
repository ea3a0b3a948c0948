import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { containerAt } from '../../../agent/lifecycle/container-at.ts';
import { parseArguments } from '../../../agent/operation/parse-arguments.ts';
import { parseCommandFile } from '../../../agent/operation/parse-command-file.ts';
import { containerRequest } from '../../../agent/policy/container-request.ts';
import { type Account, decide, tenantsOwnNetwork } from '../../../agent/policy/decide.ts';
import { accountFiles } from '../../../agent/workspace/account-files.ts';
import { canAccess } from '../../../can-access.ts';
import { FirebreakError } from '../../../errors.ts';
import { type Rehearsal, rehearsalSize } from './rehearsal.ts';
import type { Straight } from './straight.ts';

/** What the NodeManager leaves on disk and passes on the command line for one container. */
export interface Prepared {
  readonly container: string;
  readonly argv: readonly string[];
  readonly privateDir: string;
  readonly pidName: string;
  readonly commandFile: string;
}

const application = 'application_1700000000000_0001';

/** Writes the files of container number `n` as the NodeManager would. */
export const prepareLaunch = async (
  rehearsal: Rehearsal,
  account: Account,
  runtime: string,
  n: number,
): Promise<Prepared> => {
  const { uid, gid } = rehearsal.configuration.nodeManager;
  const container = `container_1700000000000_0001_01_${String(n).padStart(6, '0')}`;
  const privateDir = `${rehearsal.localDir}/nmPrivate/${application}/${container}`;
  const appDir = `${rehearsal.localDir}/usercache/${rehearsal.user}/appcache/${application}`;
  const workDir = `${appDir}/${container}`;
  const commandFile = commandFileText(rehearsal, account, runtime, { container, appDir, workDir });
  await mkdir(privateDir, { recursive: true });
  for (const [name, text] of [
    ['launch_container.sh', '#!/bin/bash\nexec sleep 600\n'],
    [`${container}.tokens`, ''],
    ['docker.cmd', commandFile],
  ] as const) {
    await writeFile(`${privateDir}/${name}`, text);
    await chown(`${privateDir}/${name}`, uid, gid);
  }
  await chown(privateDir, uid, gid);
  const pidName = `${container}.pid`;
  const argv = [
    ...[rehearsal.user, rehearsal.user, '4', application, container, workDir],
    ...[`${privateDir}/launch_container.sh`, `${privateDir}/${container}.tokens`, '--http', `${privateDir}/${pidName}`],
    ...[rehearsal.localDir, rehearsal.logDir, `${privateDir}/docker.cmd`, 'cgroups=none'],
  ];
  return { container, argv, privateDir, pidName, commandFile };
};

const commandFileText = (
  { localDir, logDir, user, tenant }: Rehearsal,
  { uid, gid }: Account,
  runtime: string,
  { container, appDir, workDir }: { container: string; appDir: string; workDir: string },
): string => {
  const files = `${localDir}/usercache/${user}/filecache`;
  const mounts = [
    `${logDir}/${application}/${container}:${logDir}/${application}/${container}:rw`,
    `${appDir}:${appDir}:rw`,
    `${localDir}/filecache:${localDir}/filecache:ro`,
    `${files}:${files}:ro`,
  ];
  return [
    '[docker-command-execution]',
    '  docker-command=run',
    `  image=${tenant.images[0] ?? ''}`,
    `  launch-command=bash,${workDir}/launch_container.sh`,
    `  mounts=${mounts.join(',')}`,
    `  name=${container}`,
    `  net=${tenantsOwnNetwork}`,
    `  runtime=${runtime}`,
    `  user=${uid}:${gid}`,
    `  workdir=${workDir}`,
    '',
  ].join('\n');
};

/** Milliseconds from starting the launcher to its container's process running (its pid file is there). */
export const throughLauncher = async (rehearsal: Rehearsal, prepared: Prepared): Promise<number> => {
  const { uid, gid } = rehearsal.configuration.nodeManager;
  const watcher = watch(prepared.privateDir);
  const running = new Promise<number>((resolve) => {
    watcher.on('change', (_kind, name) => name === prepared.pidName && resolve(performance.now()));
  });
  const began = performance.now();
  const launcher = spawn(rehearsal.launcher, prepared.argv, { uid, gid, env: {}, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  launcher.stderr.on('data', (data: Buffer) => {
    complaint += data.toString('utf8');
  });
  const ended = new Promise<never>((_resolve, reject) => {
    launcher.on('error', reject);
    launcher.on('close', () => reject(launchFailed(prepared.container, complaint)));
  });
  // Once the container runs, the launcher's own end is expected and of no interest.
  ended.catch(() => undefined);
  try {
    return (await Promise.race([running, ended])) - began;
  } finally {
    watcher.close();
  }
};

/** Milliseconds for the very same container, created and started straight through its engine's API. */
export const throughEngine = async (
  rehearsal: Rehearsal,
  straight: Straight,
  account: Account,
  prepared: Prepared,
  address: string,
): Promise<number> => {
  const { configuration } = rehearsal;
  const launch = parseArguments(prepared.argv);
  if (launch.kind !== 'launch') throw new Error('not a launch');
  const request = containerRequest(parseCommandFile(prepared.commandFile));
  const decision = decide(configuration, launch, request, account, rehearsalSize);
  for (const { source } of decision.spec.mounts) {
    if (!(await canAccess(source))) await mkdir(source, { recursive: true });
  }
  const spec = containerAt(configuration, decision, address, await accountFiles(configuration, account));
  return straight({ ...spec, command: ['sleep', '600'] });
};

const launchFailed = (container: string, complaint: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-BENCH-LAUNCH',
    message: `${container} did not start.`,
    because: complaint.trim() || 'the launcher ended without a word',
    next: 'firebreak logs agent',
  });
