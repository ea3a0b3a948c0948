import { once } from 'node:events';
import { execa } from 'execa';

/** Does `work` while no other process of this host does with the same file. Whoever dies has it no more. */
export const withLock = async <T>(file: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  // Held until the end of its input, which comes with our own end.
  const holder = execa('flock', [file, 'sh', '-c', 'echo held && exec cat'], { cancelSignal: signal, buffer: false });
  const ended = holder.then(() => {
    throw new Error(`flock ${file} ended by itself`);
  });
  try {
    await Promise.race([once(holder.stdout, 'data'), ended]);
    return await work();
  } finally {
    holder.stdin.end();
    await ended.catch(() => undefined);
  }
};
