import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { FirebreakError } from '../errors.ts';
import type { ClusterStatus } from './status.ts';

export interface LogFile {
  readonly service: string;
  readonly file: string;
}

/** Log files of one daemon or of all. @throws FirebreakError `FB-CLI-SERVICE` */
export const logFiles = (status: ClusterStatus, service: string | undefined): LogFile[] => {
  const chosen = status.services.filter(({ name }) => service === undefined || name === service);
  if (chosen.length === 0) {
    throw new FirebreakError({
      code: 'FB-CLI-SERVICE',
      message: `cluster ${status.name} has no service ${service}`,
      next: `name one of ${status.services.map(({ name }) => name).join(', ')}`,
      exit: 2,
    });
  }
  return chosen.map(({ name, logs }) => ({ service: name, file: join(logs, 'current') }));
};

export interface ServiceLog extends LogFile {
  readonly lines: readonly string[];
}

/** The newest lines of one daemon's log or of all. @throws FirebreakError `FB-CLI-SERVICE` */
export const newestLogs = (status: ClusterStatus, service: string | undefined, count: number): Promise<ServiceLog[]> =>
  Promise.all(logFiles(status, service).map(async (log) => ({ ...log, lines: await newestLines(log.file, count) })));

const chunkBytes = 64 * 1024;

/** The last `count` lines of a file, read from its end; none where there is no file yet. */
export const newestLines = async (file: string, count: number): Promise<string[]> => {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined || count === 0) return [];
  try {
    let { size: position } = await handle.stat();
    let tail = Buffer.alloc(0);
    while (position > 0 && linesIn(tail) <= count) {
      const length = Math.min(chunkBytes, position);
      position -= length;
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
      tail = Buffer.concat([buffer, tail]);
    }
    return tail.toString('utf8').replace(/\n$/, '').split('\n').slice(-count);
  } finally {
    await handle.close();
  }
};

const linesIn = (buffer: Buffer): number => buffer.filter((byte) => byte === 0x0a).length;
