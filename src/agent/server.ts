import { chown, rename, unlink } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { Reply, readRequest } from '../launcher/wire.ts';
import { exitCodeOf, explanationOf } from './explain.ts';
import type { NodeAgent } from './node-agent.ts';
import { parseArguments } from './operation/parse-arguments.ts';
import { perform } from './perform.ts';

/** Serves launchers on the agent's socket, which only the NodeManager's user may open. */
export const serve = async (agent: NodeAgent): Promise<Server> => {
  const { socket, nodeManager } = agent.configuration;
  const server = createServer((connection) => void serveLauncher(agent, connection));
  // It gets its owner under another name: a launcher never finds a socket that it may not open yet.
  const unfinished = `${socket}.new`;
  await unlink(unfinished).catch(() => undefined);
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ path: unfinished, backlog: 1024 }, resolve);
    });
  } finally {
    process.umask(umask);
  }
  await chown(unfinished, nodeManager.uid, 0);
  await rename(unfinished, socket);
  return server;
};

const serveLauncher = async (agent: NodeAgent, connection: Socket): Promise<void> => {
  // A launcher that was killed does not end the operation: the container goes on and its exit code is written.
  connection.on('error', () => undefined);
  const reply = new Reply(connection);
  const began = performance.now();
  let what = 'unread';
  try {
    const request = await readRequest(connection);
    const operation = parseArguments(request.argv);
    what = operation.kind;
    const code = await perform(agent, operation, request.retried, reply);
    reply.exit(code);
    agent.log('served', { operation: what, code, milliseconds: Math.round(performance.now() - began) });
  } catch (thrown) {
    const explanation = explanationOf(thrown);
    reply.stderr(explanation);
    reply.exit(exitCodeOf(thrown));
    agent.log('failed', { operation: what, code: exitCodeOf(thrown), reason: explanation.trimEnd() });
  }
};
