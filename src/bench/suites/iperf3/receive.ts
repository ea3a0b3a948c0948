import type { Compilation } from '../../../compile/compile.ts';
import { sharedLibrary } from '../../../compile/shared-library.ts';

/** What it is called where it is compiled, and in every container's work folder. */
export const receiveLibraryName = 'receive.so';

/** The library that sockperf is run with: see receive.c. */
export const receiveLibrary = (folder: string): Compilation =>
  sharedLibrary(
    'the library that sockperf is run with',
    new URL('receive.c', import.meta.url),
    `${folder}/${receiveLibraryName}`,
  );
