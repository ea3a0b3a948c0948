import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Calibration } from '../../evidence/sample.ts';
import { quantile } from '../../statistics/quantile.ts';

const repetitions = 3;
const copied = Buffer.alloc(64 << 20, 1);
const copy = Buffer.alloc(copied.length);
const hashed = copied.subarray(0, 16 << 20);
const written = Buffer.alloc(4 << 20, 1);

/** Measures the host itself, in about a fifth of a second: the median of three of each kind of work. */
export const calibrate = async (folder: string): Promise<Calibration> => {
  const disk: number[] = [];
  for (let done = 0; done < repetitions; done++) disk.push(await timedWrite(folder));
  return {
    spinMilliseconds: medianOf(hash),
    copyMilliseconds: medianOf(() => copied.copy(copy)),
    diskMilliseconds: quantile(disk, 0.5),
    load: loadavg()[0] ?? 0,
  };
};

const medianOf = (work: () => unknown): number =>
  quantile(
    Array.from({ length: repetitions }, () => timed(work)),
    0.5,
  );

const timed = (work: () => unknown): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};

/** Compiled ahead of time, unlike a loop of ours, which V8 runs as better or worse code from one time to the next. */
const hash = (): string => createHash('sha256').update(hashed).digest('hex');

const timedWrite = async (folder: string): Promise<number> => {
  const path = join(folder, '.calibration');
  const began = performance.now();
  await using file = await open(path, 'w');
  await file.write(written);
  await file.datasync();
  const milliseconds = performance.now() - began;
  await rm(path);
  return milliseconds;
};
