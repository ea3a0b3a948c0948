import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type AgentConfiguration, agentConfiguration, type TenantPolicy } from '../../../agent/configuration.ts';
import type { ContainerSize } from '../../../agent/policy/decide.ts';
import type { Layout } from '../../../cluster/layout.ts';
import { FirebreakError } from '../../../errors.ts';
import { compileLauncher } from '../../../launcher/compile.ts';

export const rehearsalSize: ContainerSize = { memoryMiB: 256, vcores: 1 };

/**
 * A second agent beside the cluster's own: the same program, policy, engine, image and network, but with folders and a
 * socket of its own and with a server that answers, in the NodeManager's place, how large a container is. So a
 * launch can be timed without YARN's scheduling around it.
 */
export interface Rehearsal extends AsyncDisposable {
  readonly configuration: AgentConfiguration;
  readonly tenant: TenantPolicy;
  readonly user: string;
  readonly launcher: string;
  readonly localDir: string;
  readonly logDir: string;
  readonly agentPid: number;
}

export const openRehearsal = async (layout: Layout): Promise<Rehearsal> => {
  const real = agentConfiguration.parse(JSON.parse(await readFile(`${layout.conf}/agent.json`, 'utf8')));
  const [tenant] = real.tenants;
  const user = tenant?.users[0];
  if (tenant === undefined || user === undefined) throw new Error('the agent is configured without a tenant');
  const folder = await mkdtemp(`${layout.data}/rehearsal-`);
  const { uid, gid } = real.nodeManager;
  const sizes = await serveSizes();
  const configuration: AgentConfiguration = {
    ...real,
    socket: `${folder}/agent.sock`,
    localDirs: [`${folder}/local`],
    logDirs: [`${folder}/logs`],
    stateDir: `${folder}/state`,
    nodeManager: { ...real.nodeManager, http: addressOf(sizes) },
  };
  for (const path of ['local', 'local/nmPrivate', 'local/usercache', 'local/filecache', 'logs']) {
    await mkdir(`${folder}/${path}`, { mode: 0o755 });
    await chown(`${folder}/${path}`, uid, gid);
  }
  await chown(folder, 0, gid);
  await chmod(folder, 0o750);
  await writeFile(`${folder}/agent.json`, JSON.stringify(configuration));
  const launcher = `${folder}/container-executor`;
  await compileLauncher({ socket: configuration.socket, output: launcher });
  await chown(launcher, 0, gid);
  const agent = spawn(process.execPath, [`${layout.bin}/firebreakd.mjs`, `${folder}/agent.json`], { stdio: 'ignore' });
  await answers(configuration.socket, agent);
  return {
    configuration,
    tenant,
    user,
    launcher,
    localDir: `${folder}/local`,
    logDir: `${folder}/logs`,
    agentPid: agent.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      agent.kill('SIGTERM');
      sizes.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const serveSizes = async (): Promise<Server> => {
  const body = JSON.stringify({
    container: { totalMemoryNeededMB: rehearsalSize.memoryMiB, totalVCoresNeeded: rehearsalSize.vcores },
  });
  const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

const addressOf = (server: Server): string => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
};

const answers = async (socket: string, agent: ChildProcess): Promise<void> => {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (agent.exitCode !== null) break;
    const open = await new Promise<boolean>((resolve) => {
      const connection = createConnection(socket, () => resolve(connection.destroy() !== undefined));
      connection.on('error', () => resolve(false));
    });
    if (open) return;
    await delay(50);
  }
  throw new FirebreakError({
    code: 'FB-BENCH-AGENT',
    message: 'The benchmark’s own agent did not start.',
    next: 'firebreak status',
  });
};
