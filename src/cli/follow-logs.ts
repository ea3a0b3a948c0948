import { execa } from 'execa';
import type { LogFile } from '../cluster/service-logs.ts';
import type { Terminal } from './terminal.ts';

/** Shows the logs and all that is added to them, across rotations, until `signal`. */
export const followLogs = async (
  files: readonly LogFile[],
  lines: number,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> => {
  const tail = execa('tail', ['-n', String(lines), '-F', ...files.map(({ file }) => file)], {
    cancelSignal: signal,
    buffer: false,
    stderr: 'ignore',
  });
  tail.stdout.on('data', (chunk: Buffer) => terminal.out(chunk.toString('utf8')));
  await tail;
};
