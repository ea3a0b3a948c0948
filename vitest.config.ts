import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/setup/longest-first.ts';

const minutes = 60_000;

/** On real daemons, in installed software. */
const integration = {
  globalSetup: ['test/setup/host.ts'],
  testTimeout: 10 * minutes,
  hookTimeout: 15 * minutes,
};

/** Each has hosts, names and addresses of its own, judges no time, and waits for much of its own: two run at a time. */
const beside = ['test/hosts/{cluster,lost-and-drained,scale,side-by-side,mixed}.test.ts', 'test/cluster/cri.test.ts'];

export default defineConfig({
  test: {
    reporters: ['./test/setup/line-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          maxWorkers: availableParallelism(),
          // Some start a process, on machines that may be busy.
          testTimeout: minutes / 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...integration,
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: beside,
          // They share the machine: one file at a time.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...integration,
          name: 'integration-beside',
          include: beside,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
