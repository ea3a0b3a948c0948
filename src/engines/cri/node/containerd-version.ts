import { execa } from 'execa';
import { systemPath } from '../../../distribution/program-path.ts';

/** A containerd's version, as far as anything here depends on it. */
export interface ContainerdVersion {
  /** In its own words, e.g. `1.6.20~ds1` or `v2.4.2`. */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** The version in what `containerd --version` says; undefined where it says none. */
export const versionIn = (said: string): ContainerdVersion | undefined => {
  const [text, major, minor] = /(?<=\s)v?(\d+)\.(\d+)\.\d+\S*/.exec(said) ?? [];
  return text === undefined ? undefined : { text, major: Number(major), minor: Number(minor) };
};

/** Version of the containerd that a cluster starts on this host; undefined where there is none. */
export const containerdVersion = async (): Promise<ContainerdVersion | undefined> => {
  const { stdout } = await execa('containerd', ['--version'], { env: { PATH: systemPath }, reject: false });
  return versionIn(stdout ?? '');
};

export const isOlder = (version: ContainerdVersion, major: number, minor: number): boolean =>
  version.major < major || (version.major === major && version.minor < minor);
