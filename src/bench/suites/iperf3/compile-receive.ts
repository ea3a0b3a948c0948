import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { FirebreakError } from '../../../errors.ts';

/** The library's name, in the folder where it is compiled and in every container's work folder. */
export const receiveLibrary = 'receive.so';

const source = fileURLToPath(new URL('receive.c', import.meta.url));
const flags = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC'];

/** Compiles receive.c into `folder`; the library's path. @throws FirebreakError `FB-BENCH-COMPILER` */
export const compileReceive = async (folder: string, signal: AbortSignal): Promise<string> => {
  const output = `${folder}/${receiveLibrary}`;
  const result = await execa('cc', [...flags, '-o', output, source], { reject: false, cancelSignal: signal });
  signal.throwIfAborted();
  if (!result.failed) return output;
  throw new FirebreakError({
    code: 'FB-BENCH-COMPILER',
    message: 'The C compiler (cc) could not compile what sockperf is run with.',
    because: result.stderr || result.message || '',
    next: 'apt-get install gcc libc6-dev',
  });
};
