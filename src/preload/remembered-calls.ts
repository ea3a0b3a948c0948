import type { Compilation } from '../compile/compile.ts';
import { sharedLibrary } from '../compile/shared-library.ts';

/** The library that answers from memory what JVMs ask without end, for containers. */
export const rememberedCallsLibrary = (output: string): Compilation =>
  sharedLibrary('the library that answers calls from memory', new URL('remembered-calls.c', import.meta.url), output);
