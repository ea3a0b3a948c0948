import { access, constants } from 'node:fs/promises';

/** Whether a file is there and this process may use it so: `constants.X_OK`, by default just that it is there. */
export const canAccess = (path: string, mode: number = constants.F_OK): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );
