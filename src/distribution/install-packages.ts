import { execa } from 'execa';
import { FirebreakError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { availablePackages } from './package-queries.ts';
import { deniedServices } from './service-policy.ts';
import { bytesOf, watchBytes } from './watch-bytes.ts';

const archives = '/var/cache/apt/archives';
const aptOptions = ['--yes', '--no-install-recommends', '--no-remove', '--option=DPkg::Lock::Timeout=300'];
const environment = { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1', LC_ALL: 'C' };
const linesToShow = 8;

/**
 * Installs Debian packages; their services are not started by it. Ctrl-C stops the download, and waits for dpkg once
 * it unpacks: a killed dpkg leaves the host's packages half-done.
 * @throws FirebreakError `FB-HOST-PACKAGES`
 */
export const installPackages = async (names: readonly string[], progress: Progress): Promise<void> => {
  await finishInterrupted(progress);
  const available = await downloadAvailable(names, progress);
  await deniedServices(() => unpack(['install', ...aptOptions, ...available], progress));
};

/** Downloads, after an update of apt's lists where they are empty or name files that are gone from the mirror. */
const downloadAvailable = async (names: readonly string[], progress: Progress): Promise<readonly string[]> => {
  try {
    await download(names, progress);
    return names;
  } catch {
    progress.signal.throwIfAborted();
    progress.note('apt’s lists are empty or out of date: updating them');
    await apt(['update'], progress);
  }
  const available = await withoutMissingExtras(names, progress);
  await download(available, progress);
  return available;
};

/** What can be done without, and how. */
const extras: Readonly<Record<string, string>> = {
  runsc: 'this system has no package of gVisor: where the pinned one cannot be built, install a runsc yourself',
  'golang-go': 'this system has no package of Go: install one to build gVisor, or a runsc to use instead',
};

/** An extra's package may be missing in a suite that has just been listed for the first time. */
const withoutMissingExtras = async (names: readonly string[], progress: Progress): Promise<readonly string[]> => {
  const available = await availablePackages(Object.keys(extras));
  const missing = names.filter((name) => name in extras && !available.has(name));
  for (const name of missing) progress.note(extras[name] ?? name);
  return names.filter((name) => !missing.includes(name));
};

const download = async (names: readonly string[], progress: Progress): Promise<void> => {
  const { stdout } = await apt(['install', ...aptOptions, '--print-uris', '--quiet=2', ...names], progress);
  const wanted = [...stdout.matchAll(/^'\S+' (\S+) (\d+)/gm)];
  const files = new Set(wanted.map(([, name = '']) => name));
  const total = wanted.reduce((sum, [, , size]) => sum + Number(size), 0);
  await watchBytes(
    progress,
    () => bytesOf(archives, files),
    total,
    () => apt(['install', ...aptOptions, '--download-only', ...names], progress),
  );
};

const apt = async (given: readonly string[], { signal }: Progress): Promise<{ stdout: string }> => {
  const result = await execa('apt-get', given, {
    all: true,
    reject: false,
    stdin: 'ignore',
    env: environment,
    cancelSignal: signal,
    forceKillAfterDelay: 30_000,
  });
  signal.throwIfAborted();
  if (result.failed) throw failed(given, result.all);
  return { stdout: result.stdout };
};

/** In a process group of its own, so that the terminal’s Ctrl-C does not reach dpkg. */
const unpack = async (given: readonly string[], { signal }: Progress): Promise<void> => {
  signal.throwIfAborted();
  const result = await execa('apt-get', given, {
    all: true,
    reject: false,
    stdin: 'ignore',
    env: environment,
    detached: true,
    cleanup: false,
  });
  if (result.failed) throw failed(given, result.all);
  signal.throwIfAborted();
};

/** dpkg names what an earlier run left unfinished; apt refuses to work before that is mended. */
const finishInterrupted = async (progress: Progress): Promise<void> => {
  const { stdout } = await execa('dpkg', ['--audit'], { reject: false });
  if (stdout.trim() === '') return;
  progress.note('an earlier installation of packages was interrupted: finishing it');
  await deniedServices(async () => {
    await execa('dpkg', ['--configure', '-a'], { reject: false, stdin: 'ignore', env: environment, detached: true });
    await unpack(['install', '--fix-broken', ...aptOptions], progress);
  });
};

const failed = (given: readonly string[], output: string | undefined): FirebreakError =>
  new FirebreakError({
    code: 'FB-HOST-PACKAGES',
    message: `apt-get ${given[0]} failed.`,
    because: (output ?? 'apt-get did not start').trimEnd().split('\n').slice(-linesToShow).join('\n'),
    next: `as root: apt-get ${given.filter((word) => !word.startsWith('-')).join(' ')}`,
    exit: 4,
  });
