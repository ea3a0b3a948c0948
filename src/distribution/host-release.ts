import { readFile } from 'node:fs/promises';
import { FirebreakError } from '../errors.ts';

/** What differs between the systems that Firebreak runs on: the suite's name, and the newest Java in it that Hadoop and Spark support. */
const releases = {
  'debian 12': { suite: 'bookworm', java: 17 },
  'debian 13': { suite: 'trixie', java: 21 },
  'ubuntu 24.04': { suite: 'noble', java: 21 },
} as const;

export type HostRelease = keyof typeof releases;

/**
 * The system this is: `debian 12`.
 * @throws FirebreakError `FB-HOST-RELEASE` (exit 4) on one that is not supported.
 */
export const hostRelease = async (osRelease = '/etc/os-release'): Promise<HostRelease> => {
  const text = await readFile(osRelease, 'utf8').catch(() => '');
  const name = `${field(text, 'ID') ?? 'unknown'} ${field(text, 'VERSION_ID') ?? ''}`.trim();
  if (isSupported(name)) return name;
  throw new FirebreakError({
    code: 'FB-HOST-RELEASE',
    message: `This system is ${field(text, 'PRETTY_NAME') ?? name}, which Firebreak does not support.`,
    next: `use one of: ${Object.keys(releases).join(', ')}`,
    exit: 4,
  });
};

export const suiteOf = (release: HostRelease): string => releases[release].suite;

export const javaOf = (release: HostRelease): number => releases[release].java;

const isSupported = (name: string): name is HostRelease => name in releases;

const field = (text: string, key: string): string | undefined =>
  text.match(new RegExp(`^${key}=["']?([^"'\n]*)`, 'm'))?.[1];
