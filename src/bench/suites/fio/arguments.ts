import type { DataPath, FioCase } from './cases.ts';

/** libaio is the one engine with a queue that runc and gVisor of every version share; without a queue, plain calls. */
export const ioEngine = ({ depth }: FioCase): string => (depth > 1 ? 'libaio' : 'psync');

export interface FioFile {
  readonly path: string;
  /** Mebibytes. */
  readonly size: number;
}

/** Arguments of fio for one case on one file. The file is there already: laying it out is not measured. */
export const fioArguments = (dataPath: DataPath, each: FioCase, file: FioFile, seconds: number): string[] => [
  '--name=firebreak',
  `--filename=${file.path}`,
  `--size=${file.size}m`,
  `--rw=${each.pattern}`,
  ...(each.pattern === 'randrw' ? ['--rwmixread=70'] : []),
  `--bs=${each.pattern === 'read' || each.pattern === 'write' ? '1m' : '4k'}`,
  `--ioengine=${ioEngine(each)}`,
  `--iodepth=${each.depth}`,
  `--numjobs=${each.jobs}`,
  `--direct=${dataPath.direct ? 1 : 0}`,
  // What it would do to the page cache differs between kernels: the cache is brought into its state before.
  '--invalidate=0',
  '--thread',
  '--group_reporting',
  '--time_based',
  `--runtime=${Math.round(seconds * 1000)}ms`,
  '--ramp_time=200ms',
  '--randseed=1',
  '--percentile_list=50:90:95:99:99.9',
  '--output-format=json',
  ...(dataPath.name === 'image root' ? ['--readonly'] : []),
];
