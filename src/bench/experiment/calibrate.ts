import { open, rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Calibration } from '../../evidence/sample.ts';
import { quantile } from '../../statistics/quantile.ts';

const repetitions = 3;
const copied = Buffer.alloc(64 << 20, 1);
const copy = Buffer.alloc(copied.length);
const written = Buffer.alloc(4 << 20, 1);

/** Measures the host itself, in about a fifth of a second: the median of three of each kind of work. */
export const calibrate = async (folder: string): Promise<Calibration> => {
  const disk: number[] = [];
  for (let done = 0; done < repetitions; done++) disk.push(await timedWrite(folder));
  return {
    spinMilliseconds: medianOf(() => spin()),
    copyMilliseconds: medianOf(() => copied.copy(copy)),
    diskMilliseconds: quantile(disk, 0.5),
    load: loadavg()[0] ?? 0,
  };
};

const medianOf = (work: () => void): number =>
  quantile(
    Array.from({ length: repetitions }, () => timed(work)),
    0.5,
  );

const timed = (work: () => void): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};

const spin = (): number => {
  let sum = 0;
  for (let step = 0; step < 20_000_000; step++) sum = (sum + step) | 0;
  return sum;
};

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
