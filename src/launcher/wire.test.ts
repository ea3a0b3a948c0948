import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exitFrame, keepAliveFrame, Reply, readRequest, stderrFrame, stdoutFrame } from './wire.ts';

const mebibyte = 1024 * 1024;
const request = Buffer.from('FBL1\0\0\0\0\0\0\0\x01\0\0\0\x03abc', 'latin1');

let folder: string;
let server: Server;
let launcher: Socket;
let agent: Socket;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firebreak-wire-'));
  server = createServer().listen(join(folder, 'socket'));
  await once(server, 'listening');
  launcher = connect(join(folder, 'socket'));
  [agent] = await once(server, 'connection');
  agent.on('error', () => undefined);
  launcher.on('error', () => undefined);
});

afterEach(async () => {
  launcher.destroy();
  server.close();
  await rm(folder, { recursive: true });
});

const heard = async (): Promise<Buffer> => Buffer.concat(await launcher.toArray());

it('reads a request and leaves the socket open for the reply', async () => {
  launcher.write(request);
  expect(await readRequest(agent)).toEqual({ argv: ['abc'], retried: false });
  new Reply(agent).exit(7);
  expect(await heard()).toEqual(exitFrame(7));
});

it('refuses a malformed request, and can still say so', async () => {
  launcher.write('GET / HTTP/1.1\r\n');
  await expect(readRequest(agent)).rejects.toMatchObject({ code: 'FB-WIRE-MALFORMED' });
  new Reply(agent).exit(1);
  expect(await heard()).toEqual(exitFrame(1));
});

it('gives up on a request that does not go on', async () => {
  launcher.write(request.subarray(0, 9));
  await expect(readRequest(agent, 50)).rejects.toMatchObject({ code: 'FB-WIRE-UNFINISHED' });
});

it('gives up on a launcher that goes away in the middle', async () => {
  launcher.end(request.subarray(0, 9));
  await expect(readRequest(agent)).rejects.toMatchObject({ code: 'FB-WIRE-UNFINISHED' });
});

it('notices that a launcher which waits has died, and writes nothing more to it', async () => {
  launcher.write(request);
  await readRequest(agent);
  const closed = once(agent, 'close');
  launcher.destroy();
  await closed;
  const reply = new Reply(agent);
  reply.stdout('late');
  reply.exit(0);
  expect(agent.destroyed).toBe(true);
});

it('frames output in order and splits it at 1 MiB', async () => {
  const reply = new Reply(agent);
  const large = Buffer.alloc(mebibyte + 3, 'x');
  reply.stdout('');
  reply.stdout('ä');
  reply.keepAlive();
  reply.stderr(large);
  reply.exit(0);
  const expected = [
    stdoutFrame(Buffer.from('ä')),
    keepAliveFrame(),
    stderrFrame(large.subarray(0, mebibyte)),
    stderrFrame(large.subarray(mebibyte)),
    exitFrame(0),
  ];
  expect((await heard()).equals(Buffer.concat(expected))).toBe(true);
});

it('says 255 for a code that no process can exit with', () => {
  for (const code of [-1, 256, 1.5, Number.NaN, 2 ** 32]) expect(exitFrame(code)).toEqual(exitFrame(255));
});
