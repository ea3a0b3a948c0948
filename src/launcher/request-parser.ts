import { isUtf8 } from 'node:buffer';
import { FirebreakError } from '../errors.ts';

/** What one launcher asks: the NodeManager's arguments, and whether it asked before and lost the agent. */
export interface LauncherRequest {
  readonly argv: string[];
  readonly retried: boolean;
}

/** Limits of wire.md; the launcher keeps to the same ones. */
export const maximumArguments = 65_536;
export const maximumArgumentBytes = 4 * 1024 * 1024;

const magic = Buffer.from('FBL1', 'latin1');
const retriedFlag = 1;
const initialCapacity = 4096;

/** Parses a request that arrives in chunks of any size. Throws `FB-WIRE-*` as soon as the bytes cannot become one. */
export class RequestParser {
  readonly #argv: string[] = [];
  #bytes = Buffer.alloc(initialCapacity);
  #filled = 0;
  #at = 0;
  #argumentBytes = 0;
  #header: { readonly argc: number; readonly retried: boolean } | undefined;

  /** The request once it is whole, else undefined. Bytes behind the request mean nothing and are ignored. */
  push(chunk: Uint8Array): LauncherRequest | undefined {
    this.#append(chunk);
    this.#header ??= this.#readHeader();
    if (this.#header === undefined) return undefined;
    const { argc, retried } = this.#header;
    while (this.#argv.length < argc) {
      const argument = this.#readArgument();
      if (argument === undefined) return undefined;
      this.#argv.push(argument);
    }
    return { argv: this.#argv, retried };
  }

  /** Doubles the buffer when it is full, so that many small chunks cost no more than a few large ones. */
  #append(chunk: Uint8Array): void {
    const needed = this.#filled + chunk.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#filled);
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#filled);
    this.#filled = needed;
  }

  #readHeader(): { argc: number; retried: boolean } | undefined {
    const start = this.#bytes.subarray(0, Math.min(this.#filled, magic.length));
    if (!start.equals(magic.subarray(0, start.length))) throw malformed('it does not start with FBL1');
    if (this.#filled < magic.length + 8) return undefined;
    this.#at = magic.length;
    const flags = this.#readInteger();
    const argc = this.#readInteger();
    if (flags > retriedFlag) throw malformed(`flags ${flags} are unknown`);
    if (argc > maximumArguments) throw tooLarge(`${argc} arguments are more than ${maximumArguments}`);
    return { argc, retried: flags === retriedFlag };
  }

  #readArgument(): string | undefined {
    if (this.#filled - this.#at < 4) return undefined;
    const length = this.#bytes.readUInt32BE(this.#at);
    if (this.#argumentBytes + length > maximumArgumentBytes) {
      throw tooLarge(`its arguments have more than ${maximumArgumentBytes} bytes`);
    }
    const start = this.#at + 4;
    if (this.#filled - start < length) return undefined;
    this.#at = start + length;
    this.#argumentBytes += length;
    return this.#decode(this.#bytes.subarray(start, this.#at));
  }

  #readInteger(): number {
    const value = this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  #decode(bytes: Buffer): string {
    const position = this.#argv.length + 1;
    // A kernel's argv cannot hold NUL; paths with one would be cut short further on.
    if (bytes.includes(0)) throw malformed(`argument ${position} holds a NUL byte`);
    if (isUtf8(bytes)) return bytes.toString('utf8');
    throw new FirebreakError({
      code: 'FB-WIRE-ENCODING',
      message: `Argument ${position} of the request is not UTF-8.`,
      because: 'Names that are not UTF-8 would be changed on their way to the engine.',
      next: 'Use UTF-8 in paths, user names and container names.',
    });
  }
}

const malformed = (because: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-WIRE-MALFORMED',
    message: 'The request is not one of a Firebreak launcher.',
    because,
    next: 'firebreak up',
  });

const tooLarge = (because: string): FirebreakError =>
  new FirebreakError({ code: 'FB-WIRE-TOO-LARGE', message: 'The request is too large.', because });
