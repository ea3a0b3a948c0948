import { execa } from 'execa';

/** Names of all flags that this runsc knows; its help lists one a line, and ends with an error code in old versions. */
export const flagsOf = async (runsc: string): Promise<ReadonlySet<string>> => {
  const { all = '' } = await execa(runsc, ['flags'], { all: true, reject: false });
  return flagsIn(all);
};

export const flagsIn = (help: string): ReadonlySet<string> =>
  new Set([...help.matchAll(/^\s+-([a-z0-9_-]+)/gim)].map(([, name = '']) => name));
