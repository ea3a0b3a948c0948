import { fileURLToPath } from 'node:url';
import type { Compilation } from './compile.ts';

const flags = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared', '-Wl,-z,now,-z,relro'];

/** A library of one file in C for the dynamic loader, which anybody may read. */
export const sharedLibrary = (name: string, source: URL, output: string): Compilation => ({
  name,
  sources: [fileURLToPath(source)],
  flags,
  output,
  mode: 0o644,
});
