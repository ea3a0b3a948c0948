import { fileURLToPath } from 'node:url';
import type { Compilation } from '../../../compile/compile.ts';

/** What it is called where it is compiled, and in every container's work folder. */
export const receiveLibraryName = 'receive.so';

/** The library that sockperf is run with: see receive.c. */
export const receiveLibrary = (folder: string): Compilation => ({
  name: 'the library that sockperf is run with',
  sources: [fileURLToPath(new URL('receive.c', import.meta.url))],
  flags: ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared'],
  output: `${folder}/${receiveLibraryName}`,
  mode: 0o644,
});
