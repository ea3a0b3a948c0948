import { spawn } from 'node:child_process';
import type { NodeAgent } from '../node-agent.ts';
import type { Launch } from '../operation/operation.ts';
import { refusal } from '../policy/refusal.ts';
import { tenantOf } from '../policy/tenant-of.ts';
import { prepareContainer, writePrivate } from '../workspace/prepare-container.ts';

/** A launch without a container (op 1): refused, unless the cluster spec allows what nothing isolates. */
export const launchUncontainerised = async (agent: NodeAgent, request: Launch): Promise<number> => {
  const { configuration } = agent;
  if (!configuration.allowUncontainerised) {
    throw refusal(
      'a launch without a container',
      'every container of this cluster runs in a runtime class',
      'submit without YARN_CONTAINER_RUNTIME_TYPE',
    );
  }
  tenantOf(configuration, request.user);
  const account = await agent.accounts.find(request.user);
  await prepareContainer(configuration, request, account, (script) => script);
  const child = spawn('/bin/bash', [`${request.workDir}/launch_container.sh`], {
    cwd: request.workDir,
    uid: account.uid,
    gid: account.gid,
    env: {},
    stdio: 'ignore',
    detached: true,
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 137));
  });
  await writePrivate(configuration, request.pidFile, `${child.pid ?? 0}\n`);
  const code = await ended;
  await writePrivate(configuration, `${request.pidFile}.exitcode`, `${code}\n`);
  return code;
};
