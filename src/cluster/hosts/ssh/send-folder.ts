import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { FirebreakError } from '../../../errors.ts';
import type { Progress } from '../../../progress.ts';
import { type Connection, quoted } from './connection.ts';

export interface Sending {
  /** Folder here. */
  readonly from: string;
  /** What of it; default: all. */
  readonly names?: readonly string[];
  /** Folder there, replaced as a whole once everything has arrived. */
  readonly to: string;
  /** Identifies the content: a folder that was sent with the same one is not sent again. */
  readonly digest: string;
}

const stamp = '.firebreak-sent';

/**
 * Makes the host have a folder, and says whether it had to be sent. What arrives is compared by SHA-256 before it takes
 * its place; what an interrupted transfer left is removed by the next.
 * @throws FirebreakError `FB-HOST-CHECKSUM`, `FB-HOST-SPACE`, and what a connection throws
 */
export const sendFolder = async (connection: Connection, sending: Sending, progress: Progress): Promise<boolean> => {
  const { signal } = progress;
  const to = quoted(sending.to);
  const part = quoted(`${sending.to}.part`);
  if ((await lackingFolders(connection, [sending], progress)).length === 0) return false;
  const { hash, received } = await transfer(connection, sending, receiveScript(part), progress);
  if (received !== hash) {
    throw new FirebreakError({
      code: 'FB-HOST-CHECKSUM',
      message: `${sending.to} did not arrive on ${connection.host} as it was sent.`,
      because: `SHA-256 ${hash} was sent, ${received} arrived`,
      next: 'Run the command again; if it happens again, check that host’s disk and memory.',
    });
  }
  const settle = [
    `printf %s ${quoted(sending.digest)} >${part}/files/${stamp}`,
    `rm -rf ${to}`,
    `mv ${part}/files ${to}`,
    `rm -rf ${part}`,
  ];
  await connection.run({ script: settle.join(' && '), signal });
  return true;
};

/** Those of the folders that the host does not have as they would be sent. */
export const lackingFolders = async <Folder extends Pick<Sending, 'to' | 'digest'>>(
  connection: Connection,
  folders: readonly Folder[],
  { signal }: Progress,
): Promise<Folder[]> => {
  const script = folders.map(({ to }) => `cat ${quoted(to)}/${stamp} 2>/dev/null; echo`).join('\n');
  const there = (await connection.run({ script, signal })).split('\n');
  return folders.filter(({ digest }, index) => there[index] !== digest);
};

/** Unpacks standard input and prints its checksum. */
const receiveScript = (part: string): string =>
  [
    'set -e',
    `rm -rf ${part}`,
    `mkdir -p ${part}/files`,
    `mkfifo ${part}/copy`,
    // Where it is there, several times as fast: it uses the processor's own instructions.
    'if command -v openssl >/dev/null; then sum="openssl dgst -sha256 -r"; else sum=sha256sum; fi',
    `$sum <${part}/copy >${part}/sum &`,
    `tee ${part}/copy | tar --extract --same-permissions --directory=${part}/files`,
    'wait',
    `cut -d ' ' -f 1 ${part}/sum`,
  ].join('\n');

const transfer = async (
  connection: Connection,
  { from, names = ['.'] }: Sending,
  script: string,
  { signal, bytes }: Progress,
): Promise<{ hash: string; received: string }> => {
  const tar = execa('tar', ['--create', '--format=posix', `--directory=${from}`, ...names], {
    cancelSignal: signal,
    buffer: false,
    reject: false,
  });
  const hash = createHash('sha256');
  const input = new PassThrough({ highWaterMark: 1 << 20 });
  let sent = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      sent += chunk.length;
      bytes(sent);
      yield chunk;
    }
  };
  const arrival = connection.run({ script, input, signal }).catch((thrown: unknown) => {
    input.destroy();
    throw refused(connection.host, thrown);
  });
  const [received, reading] = await Promise.allSettled([arrival, pipeline(tar.stdout, counted, input)]);
  if (received.status === 'rejected') throw received.reason;
  if (reading.status === 'rejected') throw reading.reason;
  const { exitCode } = await tar;
  if (exitCode !== 0) throw new Error(`tar could not read ${from}`);
  return { hash: hash.digest('hex'), received: received.value };
};

/** What tar says of a disk that has no room for the next block, or for the whole of it. */
const diskFull = /No space left|Wrote only \d+ of \d+ bytes/;

const refused = (host: string, thrown: unknown): unknown => {
  if (!(thrown instanceof FirebreakError) || !diskFull.test(thrown.because ?? '')) return thrown;
  return new FirebreakError({
    code: 'FB-HOST-SPACE',
    message: `The disk of ${host} is full.`,
    ...(thrown.because === undefined ? {} : { because: thrown.because }),
    next: 'Free some space there, then run the command again.',
    exit: 4,
    cause: thrown,
  });
};
