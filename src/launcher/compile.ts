import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { arch } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { FirebreakError, reasonOf } from '../errors.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { isStaticProgram } from './elf.ts';

export interface LauncherBuild {
  /** The agent's socket, fixed in the program. */
  readonly socket: string;
  /** Where the program goes; its fingerprint is kept beside it as `<output>.sha256`. */
  readonly output: string;
  /** Milliseconds that the agent may be away before it first answers (30,000), and after it was lost (600,000). */
  readonly firstWait?: number;
  readonly lostWait?: number;
}

const sources = ['launcher.c', 'kernel.h'].map((name) => fileURLToPath(new URL(name, import.meta.url)));
const longestSocketPath = 107;
const installCompiler = 'apt-get install gcc libc6-dev';
const flags = [
  ...['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror'],
  // No C library: even a static one reads the environment before main().
  ...['-static', '-no-pie', '-fno-pie', '-nostdlib', '-ffreestanding', '-fno-stack-protector'],
];

/**
 * Compiles the launcher with the system's compiler to `output`, mode 0750; its owner is left to the caller.
 * False when it was already there, unchanged. Throws `FB-LAUNCHER-*`.
 */
export const compileLauncher = async (
  build: LauncherBuild,
  progress: Progress = silentProgress(),
): Promise<boolean> => {
  requireSocketPath(build.socket);
  if (await isCompiled(build)) return false;
  await mkdir(dirname(build.output), { recursive: true });
  const unfinished = `${build.output}.${process.pid}.tmp`;
  try {
    await compile(build, unfinished, progress.signal);
    const program = await readFile(unfinished);
    requireStatic(program);
    await chmod(unfinished, 0o750);
    await rename(unfinished, build.output);
    await writeFile(fingerprintFileOf(build), fingerprintOf(await digestOfInputs(build), program));
  } finally {
    await rm(unfinished, { force: true });
  }
  return true;
};

/** Whether the output is what would be compiled. @throws FirebreakError `FB-LAUNCHER-OUTPUT` */
export const isCompiled = async (build: LauncherBuild): Promise<boolean> =>
  isCurrent(build.output, fingerprintFileOf(build), await digestOfInputs(build));

const fingerprintFileOf = ({ output }: LauncherBuild): string => `${output}.sha256`;

/** The path becomes part of the program's source. */
const requireSocketPath = (socket: string): void => {
  if (/^\/[\w./-]+$/.test(socket) && socket.length <= longestSocketPath) return;
  throw new FirebreakError({
    code: 'FB-LAUNCHER-SOCKET',
    message: `The agent cannot listen at ${socket}.`,
    because: `The path must be absolute, of letters, digits and . _ - / only, and of at most ${longestSocketPath} bytes.`,
  });
};

const compile = async ({ socket, firstWait, lostWait }: LauncherBuild, output: string, signal: AbortSignal) => {
  const definitions = [
    `-DFIREBREAK_SOCKET="${socket}"`,
    ...(firstWait === undefined ? [] : [`-DFIREBREAK_FIRST_WAIT_MS=${firstWait}`]),
    ...(lostWait === undefined ? [] : [`-DFIREBREAK_LOST_WAIT_MS=${lostWait}`]),
  ];
  const source = sources.filter((path) => path.endsWith('.c'));
  const { failed, code, isCanceled, stderr, message } = await execa(
    'cc',
    [...flags, ...definitions, '-o', output, ...source],
    {
      reject: false,
      cancelSignal: signal,
    },
  );
  if (isCanceled) signal.throwIfAborted();
  if (!failed) return;
  throw new FirebreakError({
    code: 'FB-LAUNCHER-COMPILER',
    message: code === 'ENOENT' ? 'There is no C compiler (cc).' : 'The C compiler could not compile the launcher.',
    because: stderr || message || '',
    next: installCompiler,
    exit: 4,
  });
};

const requireStatic = (program: Buffer): void => {
  if (isStaticProgram(program)) return;
  throw new FirebreakError({
    code: 'FB-LAUNCHER-DYNAMIC',
    message: 'The compiled launcher is not a static program.',
    because: 'A dynamic loader would run libraries that a tenant names in LD_PRELOAD.',
    next: installCompiler,
    exit: 4,
  });
};

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

const digestOfInputs = async ({ socket, firstWait, lostWait }: LauncherBuild): Promise<string> => {
  const texts = await Promise.all(sources.map((path) => readFile(path, 'utf8')));
  return sha256(JSON.stringify([texts, flags, arch(), socket, firstWait, lostWait]));
};

/** The program is part of it, so that one that was damaged or exchanged is compiled again. */
const fingerprintOf = (inputs: string, program: Buffer): string => `${inputs} ${sha256(program)}\n`;

const isCurrent = async (output: string, fingerprintFile: string, inputs: string): Promise<boolean> => {
  try {
    return (await readFile(fingerprintFile, 'utf8')) === fingerprintOf(inputs, await readFile(output));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return false;
    throw new FirebreakError({
      code: 'FB-LAUNCHER-OUTPUT',
      message: `The launcher at ${output} cannot be read.`,
      because: reasonOf(thrown),
      cause: thrown,
    });
  }
};
