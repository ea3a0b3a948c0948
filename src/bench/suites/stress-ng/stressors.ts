export interface Stressor {
  readonly name: string;
  /** What it stands for in the life of a JVM. */
  readonly means: string;
  readonly arguments: readonly string[];
}

/** One instance of each; sizes fit a container of 2 GiB many times. stress-ng(1) names them. */
export const stressors: readonly Stressor[] = [
  { name: 'matrix', means: 'CPU: matrix product', arguments: ['--matrix', '1', '--matrix-method', 'prod'] },
  // Sizes its work by the processor's cache, which gVisor does not show: it is told.
  { name: 'stream', means: 'memory bandwidth', arguments: ['--stream', '1', '--stream-l3-size', '32m'] },
  { name: 'memrate', means: 'memory reads and writes', arguments: ['--memrate', '1', '--memrate-bytes', '64m'] },
  { name: 'vm', means: 'memory written and checked', arguments: ['--vm', '1', '--vm-bytes', '128m'] },
  { name: 'mmap', means: 'mapping and unmapping', arguments: ['--mmap', '1', '--mmap-bytes', '64m'] },
  { name: 'fault', means: 'page faults', arguments: ['--fault', '1'] },
  { name: 'futex', means: 'hand-over between threads', arguments: ['--futex', '1'] },
  { name: 'switch', means: 'context switches', arguments: ['--switch', '1'] },
  { name: 'pipe', means: 'pipes', arguments: ['--pipe', '1'] },
  { name: 'fork', means: 'starting processes', arguments: ['--fork', '1'] },
  { name: 'timer', means: 'timers', arguments: ['--timer', '1'] },
  { name: 'sock', means: 'loopback sockets', arguments: ['--sock', '1'] },
  { name: 'get', means: 'system calls that only ask', arguments: ['--get', '1'] },
];
