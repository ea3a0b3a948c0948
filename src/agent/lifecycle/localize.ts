import { spawn } from 'node:child_process';
import type { NodeAgent } from '../node-agent.ts';
import type { Localize } from '../operation/operation.ts';
import { refusal } from '../policy/refusal.ts';
import { tenantOf } from '../policy/tenant-of.ts';
import type { Output } from '../reply.ts';
import { Folder } from '../workspace/folder.ts';
import { prepareApplication } from '../workspace/prepare-application.ts';
import { readPrivate } from '../workspace/prepare-container.ts';

const localizerClass = 'org.apache.hadoop.yarn.server.nodemanager.containermanager.localizer.ContainerLocalizer';

/**
 * Makes the user's folders and runs Hadoop's own ContainerLocalizer in them as the user: it fetches the
 * application's files from HDFS with the user's rights. Any other command is refused.
 */
export const localize = async (agent: NodeAgent, request: Localize, output: Output): Promise<number> => {
  const { configuration } = agent;
  const [program, ...commandArguments] = request.command;
  if (program !== `${configuration.javaHome}/bin/java` || !request.command.includes(localizerClass)) {
    throw refusal(
      'a localizer of its own',
      `only ${configuration.javaHome}/bin/java with Hadoop’s ContainerLocalizer is run`,
    );
  }
  tenantOf(configuration, request.user);
  const account = await agent.accounts.find(request.user);
  const tokens = await readPrivate(configuration, request.tokens);
  await prepareApplication(configuration, request, account);
  const [firstDir] = configuration.localDirs;
  if (firstDir === undefined) throw new Error('no local folder is configured');
  const names = ['usercache', request.user, 'appcache', request.application];
  await using work = await Folder.open(firstDir, names);
  const owner = { uid: account.uid, gid: configuration.nodeManager.gid };
  const tokensName = request.tokens.slice(request.tokens.lastIndexOf('/') + 1);
  await work.write(tokensName, tokens, 0o600, owner);
  return runAs(account, program, commandArguments, work.path, output);
};

const runAs = (
  account: { readonly uid: number; readonly gid: number },
  program: string,
  commandArguments: readonly string[],
  cwd: string,
  output: Output,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, commandArguments, {
      cwd,
      uid: account.uid,
      gid: account.gid,
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (data: Buffer) => output.stdout(data.toString('utf8')));
    child.stderr.on('data', (data: Buffer) => output.stderr(data.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
