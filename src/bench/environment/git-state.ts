import { execa } from 'execa';
import type { Environment } from '../../evidence/run.ts';

/** Which commit this program is, and whether its files differ from it; unknown outside a checkout. */
export const gitState = async (folder: string = import.meta.dirname): Promise<Environment['git']> => {
  const git = async (...words: string[]): Promise<string | undefined> => {
    const { stdout, failed } = await execa('git', words, { cwd: folder, reject: false });
    return failed ? undefined : stdout;
  };
  const commit = await git('rev-parse', 'HEAD');
  const changes = await git('status', '--porcelain');
  return { commit: commit ?? 'unknown', modified: changes === undefined || changes !== '' };
};
