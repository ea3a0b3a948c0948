import { constants } from 'node:fs';
import { canAccess } from '../can-access.ts';

/** Root's usual path: what the supervised services get, not what the caller's shell happens to have. */
export const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where the program is, by name or path; undefined where it is not. */
export const programPath = async (program: string, path: string = systemPath): Promise<string | undefined> => {
  const folders = program.startsWith('/') ? [''] : path.split(':').map((folder) => `${folder}/`);
  for (const folder of folders) {
    const file = folder + program;
    if (await isExecutable(file)) return file;
  }
  return undefined;
};

const isExecutable = async (path: string): Promise<boolean> => canAccess(path, constants.X_OK);
