import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { LauncherRequest } from '../../src/launcher/request-parser.ts';
import { Reply, readRequest } from '../../src/launcher/wire.ts';

export type Answer = (reply: Reply, request: LauncherRequest, connection: Socket) => void;

/** A real server on a launcher's socket that answers each request as the test says, and remembers what was asked. */
export class TestAgent {
  readonly requests: LauncherRequest[] = [];
  readonly #server: Server;
  readonly #connections = new Set<Socket>();

  private constructor(answer: Answer) {
    this.#server = createServer((connection) => void this.#serve(connection, answer));
  }

  static async listen(socket: string, answer: Answer): Promise<TestAgent> {
    await rm(socket, { force: true });
    const agent = new TestAgent(answer);
    agent.#server.listen({ path: socket, backlog: 1024 });
    await once(agent.#server, 'listening');
    return agent;
  }

  /** Ends like a killed agent: every connection is cut, nobody listens. */
  async die(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  async #serve(connection: Socket, answer: Answer): Promise<void> {
    this.#connections.add(connection);
    connection.on('error', () => undefined).once('close', () => this.#connections.delete(connection));
    const request = await readRequest(connection);
    this.requests.push(request);
    answer(new Reply(connection), request, connection);
  }
}
