import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { stackOf } from './print-error.ts';

/** Writes the whole trace of an unexpected error; the file's path, or undefined where none can be written. */
export const writeTrace = async (thrown: unknown, environment: NodeJS.ProcessEnv): Promise<string | undefined> => {
  const folder = join(environment.XDG_STATE_HOME || join(homedir(), '.local/state'), 'firebreak');
  const file = join(folder, `error-${process.pid}-${Date.now()}.log`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, stackOf(thrown), { mode: 0o600 });
    return file;
  } catch {
    // Without a writable home the trace is lost; --debug still shows it.
    return undefined;
  }
};
