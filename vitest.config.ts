import { defineConfig } from 'vitest/config';

const minutes = 60_000;

export default defineConfig({
  test: {
    reporters: ['./test/setup/line-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          // Some start a process, on machines that may be busy.
          testTimeout: minutes / 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          globalSetup: ['test/setup/host.ts'],
          // Real daemons share the machine: one file at a time.
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 10 * minutes,
          hookTimeout: 15 * minutes,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
