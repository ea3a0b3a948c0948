import { execa } from 'execa';

/** What `program --version` says, of runc and runsc alike: `1.1.5+ds1`; undefined where it does not run. */
export const programVersion = async (program: string): Promise<string | undefined> => {
  const { stdout, failed } = await execa(program, ['--version'], { reject: false, stdin: 'ignore' });
  return failed ? undefined : /^\S+ version (\S+)/m.exec(stdout)?.[1];
};
