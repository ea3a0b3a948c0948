import { fileURLToPath } from 'node:url';
import type { Compilation } from '../compile/compile.ts';

/** The library that answers gettid from memory, for the dynamic loader of a container; anybody may read it. */
export const threadIdLibrary = (output: string): Compilation => ({
  name: 'the library that answers gettid',
  sources: [fileURLToPath(new URL('thread-id.c', import.meta.url))],
  flags: ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared', '-Wl,-z,now,-z,relro'],
  output,
  mode: 0o644,
});
