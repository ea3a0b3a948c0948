import { execa } from 'execa';

/** Flags that a runsc knows, each with what it is where nobody sets it; undefined where the help does not tell. */
export type RunscFlags = ReadonlyMap<string, string | undefined>;

/** The flags of this runsc; its help ends with an error code in old versions. */
export const flagsOf = async (runsc: string): Promise<RunscFlags> => {
  const { all = '' } = await execa(runsc, ['flags'], { all: true, reject: false });
  return flagsIn(all);
};

/**
 * Go's help: `  -name type`, indented text below, and at its end `(default …)`, but for what is false, empty or zero. Of a
 * value whose number is zero runsc's own text has `… (default)`.
 */
export const flagsIn = (help: string): RunscFlags =>
  new Map(
    help
      .split(/^\s+-(?=[a-z])/im)
      .slice(1)
      .map((entry) => [/^[a-z0-9_-]+/i.exec(entry)?.[0] ?? '', defaultIn(entry)]),
  );

const defaultIn = (entry: string): string | undefined =>
  /\(default "?([^")]*)"?\)\s*$/.exec(entry)?.[1] ??
  /([\w-]+)"? \(default\)/.exec(entry)?.[1] ??
  // Without a type it is a boolean.
  (/^[a-z0-9_-]+\s*\n/i.test(entry) ? 'false' : undefined);
