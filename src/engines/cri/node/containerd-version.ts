import { execa } from 'execa';
import { systemPath } from '../../../distribution/program-path.ts';

/** The version in what `containerd --version` says, in its own words: `1.6.20~ds1`, `v2.4.2`; undefined where it says none. */
export const versionIn = (said: string): string | undefined => /(?<=\s)v?\d+\.\d+\.\d+\S*/.exec(said)?.[0];

/** Version of the containerd that a cluster starts on this host; undefined where there is none. */
export const containerdVersion = async (): Promise<string | undefined> => {
  const { stdout } = await execa('containerd', ['--version'], { env: { PATH: systemPath }, reject: false });
  return versionIn(stdout ?? '');
};
