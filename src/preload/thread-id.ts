import type { Compilation } from '../compile/compile.ts';
import { sharedLibrary } from '../compile/shared-library.ts';

/** The library that answers gettid from memory, for containers. */
export const threadIdLibrary = (output: string): Compilation =>
  sharedLibrary('the library that answers gettid', new URL('thread-id.c', import.meta.url), output);
