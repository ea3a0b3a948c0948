import type { Socket } from 'node:net';
import { FirebreakError } from '../errors.ts';
import { type LauncherRequest, RequestParser } from './request-parser.ts';

const maximumFrameBytes = 1024 * 1024;
const requestDeadline = 10_000;

const keepAliveType = 0;
const stdoutType = 1;
const stderrType = 2;
const exitType = 3;

/**
 * Reads the one request that a launcher sends. Throws `FB-WIRE-*` when it is malformed, too large, cut off,
 * or not whole after `deadline` milliseconds. The socket stays open for the reply; its errors are the caller's.
 */
export const readRequest = (socket: Socket, deadline = requestDeadline): Promise<LauncherRequest> =>
  new Promise((resolve, reject) => {
    const parser = new RequestParser();
    const timer = setTimeout(
      () => settle(() => reject(unfinished(`it was not complete after ${deadline} ms`))),
      deadline,
    );
    const onData = (chunk: Buffer): void => {
      try {
        const request = parser.push(chunk);
        if (request !== undefined) settle(() => resolve(request));
      } catch (thrown) {
        settle(() => reject(thrown));
      }
    };
    const onClose = (): void => settle(() => reject(unfinished('the launcher went away')));
    const onError = (error: Error): void => settle(() => reject(unfinished(error.message)));
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      socket.off('data', onData).off('end', onClose).off('close', onClose).off('error', onError);
      // Only a socket that is read notices that the launcher has gone, and is freed.
      socket.resume();
      finish();
    };
    socket.on('data', onData).once('end', onClose).once('close', onClose).once('error', onError);
  });

const unfinished = (because: string): FirebreakError =>
  new FirebreakError({ code: 'FB-WIRE-UNFINISHED', message: 'The request is not whole.', because });

const frame = (type: number, bytes: Uint8Array): Buffer => {
  const framed = Buffer.alloc(8 + bytes.length);
  framed.writeUInt32BE(type, 0);
  framed.writeUInt32BE(bytes.length, 4);
  framed.set(bytes, 8);
  return framed;
};

/** One frame of at most 1 MiB for the launcher's stdout. */
export const stdoutFrame = (bytes: Uint8Array): Buffer => frame(stdoutType, bytes);

/** One frame of at most 1 MiB for the launcher's stderr. */
export const stderrFrame = (bytes: Uint8Array): Buffer => frame(stderrType, bytes);

/** The last frame: the launcher exits with `code`; with 255 when that is not one of 0 to 255. */
export const exitFrame = (code: number): Buffer => {
  const bytes = Buffer.alloc(4);
  // The kernel keeps the low eight bits only: 256 would end as success.
  bytes.writeUInt32BE(Number.isInteger(code) && code >= 0 && code <= 255 ? code : 255);
  return frame(exitType, bytes);
};

export const keepAliveFrame = (): Buffer => frame(keepAliveType, Buffer.alloc(0));

/** What a launcher hears back. Writing to a launcher that has gone does nothing. */
export class Reply {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  stdout(output: string | Uint8Array): void {
    for (const part of parts(output)) this.#write(stdoutFrame(part));
  }

  stderr(output: string | Uint8Array): void {
    for (const part of parts(output)) this.#write(stderrFrame(part));
  }

  keepAlive(): void {
    this.#write(keepAliveFrame());
  }

  /** Ends the request: the launcher exits with `code` and the connection closes. */
  exit(code: number): void {
    this.#write(exitFrame(code));
    this.#socket.destroySoon();
  }

  #write(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }
}

function* parts(output: string | Uint8Array): Generator<Uint8Array> {
  const bytes = typeof output === 'string' ? Buffer.from(output, 'utf8') : output;
  for (let at = 0; at < bytes.length; at += maximumFrameBytes) yield bytes.subarray(at, at + maximumFrameBytes);
}
