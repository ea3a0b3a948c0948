import { fileURLToPath } from 'node:url';
import { type Compilation, compile, installCompiler, isCompiled } from '../compile/compile.ts';
import { FirebreakError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { isStaticProgram } from './elf.ts';

export interface LauncherBuild {
  /** The agent's socket, fixed in the program. */
  readonly socket: string;
  /** Where the program goes. */
  readonly output: string;
  /** Milliseconds that the agent may be away before it first answers (30,000), and after it was lost (600,000). */
  readonly firstWait?: number;
  readonly lostWait?: number;
}

const longestSocketPath = 107;
const flags = [
  ...['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror'],
  // No C library: even a static one reads the environment before main().
  ...['-static', '-no-pie', '-fno-pie', '-nostdlib', '-ffreestanding', '-fno-stack-protector'],
];

/**
 * Compiles the launcher, mode 0750; its owner is left to the caller. False when it was already there, unchanged.
 * Throws `FB-LAUNCHER-*` and `FB-COMPILE-*`.
 */
export const compileLauncher = async (build: LauncherBuild, progress?: Progress): Promise<boolean> => {
  requireSocketPath(build.socket);
  return await compile(compilationOf(build), progress);
};

/** Whether the output is what would be compiled. @throws FirebreakError `FB-COMPILE-OUTPUT` */
export const isLauncherCompiled = (build: LauncherBuild): Promise<boolean> => isCompiled(compilationOf(build));

const compilationOf = ({ socket, output, firstWait, lostWait }: LauncherBuild): Compilation => ({
  name: 'the launcher',
  sources: ['launcher.c', 'kernel.h'].map((name) => fileURLToPath(new URL(name, import.meta.url))),
  flags: [
    ...flags,
    `-DFIREBREAK_SOCKET="${socket}"`,
    ...(firstWait === undefined ? [] : [`-DFIREBREAK_FIRST_WAIT_MS=${firstWait}`]),
    ...(lostWait === undefined ? [] : [`-DFIREBREAK_LOST_WAIT_MS=${lostWait}`]),
  ],
  output,
  mode: 0o750,
  check: requireStatic,
});

/** The path becomes part of the program's source. */
const requireSocketPath = (socket: string): void => {
  if (/^\/[\w./-]+$/.test(socket) && socket.length <= longestSocketPath) return;
  throw new FirebreakError({
    code: 'FB-LAUNCHER-SOCKET',
    message: `The agent cannot listen at ${socket}.`,
    because: `The path must be absolute, of letters, digits and . _ - / only, and of at most ${longestSocketPath} bytes.`,
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
