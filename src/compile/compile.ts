import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { arch } from 'node:os';
import { basename, dirname } from 'node:path';
import { execa } from 'execa';
import { FirebreakError, reasonOf } from '../errors.ts';
import { type Progress, silentProgress } from '../progress.ts';

/** Something written in C that is compiled on the host it is for. */
export interface Compilation {
  /** What people call it, e.g. `the launcher`. */
  readonly name: string;
  /** Files that it is made of; those that end in `.c` are given to the compiler. */
  readonly sources: readonly string[];
  /** Everything else that the compiler is given. */
  readonly flags: readonly string[];
  /** Where it goes; its fingerprint is kept beside it as `<output>.sha256`. */
  readonly output: string;
  readonly mode: number;
  /** Throws where the result is not what it must be. */
  readonly check?: (compiled: Buffer) => void;
}

export const installCompiler = 'apt-get install gcc libc6-dev';

/**
 * Compiles with the system's compiler; the owner is left to the caller. False when it was already there, unchanged.
 * Throws `FB-COMPILE-*`.
 */
export const compile = async (compilation: Compilation, progress: Progress = silentProgress()): Promise<boolean> => {
  const { output, mode, check } = compilation;
  if (await isCompiled(compilation)) return false;
  await mkdir(dirname(output), { recursive: true });
  const unfinished = `${output}.${process.pid}.tmp`;
  try {
    await runCompiler(compilation, unfinished, progress.signal);
    const compiled = await readFile(unfinished);
    check?.(compiled);
    await chmod(unfinished, mode);
    await rename(unfinished, output);
    await writeFile(fingerprintFileOf(compilation), fingerprintOf(await digestOfInputs(compilation), compiled));
  } finally {
    await rm(unfinished, { force: true });
  }
  return true;
};

/** Whether the output is what would be compiled. @throws FirebreakError `FB-COMPILE-OUTPUT` */
export const isCompiled = async (compilation: Compilation): Promise<boolean> => {
  const { name, output } = compilation;
  try {
    const fingerprint = await readFile(fingerprintFileOf(compilation), 'utf8');
    return fingerprint === fingerprintOf(await digestOfInputs(compilation), await readFile(output));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return false;
    throw new FirebreakError({
      code: 'FB-COMPILE-OUTPUT',
      message: `${capitalised(name)} at ${output} cannot be read.`,
      because: reasonOf(thrown),
      cause: thrown,
    });
  }
};

const runCompiler = async ({ name, sources, flags }: Compilation, output: string, signal: AbortSignal) => {
  const given = [...flags, '-o', output, ...sources.filter((path) => path.endsWith('.c'))];
  const { failed, code, isCanceled, stderr, message } = await execa('cc', given, {
    reject: false,
    cancelSignal: signal,
  });
  if (isCanceled) signal.throwIfAborted();
  if (!failed) return;
  throw new FirebreakError({
    code: 'FB-COMPILE-COMPILER',
    message: code === 'ENOENT' ? 'There is no C compiler (cc).' : `The C compiler could not compile ${name}.`,
    because: stderr || message || '',
    next: installCompiler,
    exit: 4,
  });
};

const fingerprintFileOf = ({ output }: Compilation): string => `${output}.sha256`;

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

const digestOfInputs = async ({ sources, flags }: Compilation): Promise<string> => {
  const texts = await Promise.all(sources.map((path) => readFile(path, 'utf8')));
  return sha256(JSON.stringify([sources.map((path) => basename(path)), texts, flags, arch()]));
};

/** The result is part of it, so that one that was damaged or exchanged is compiled again. */
const fingerprintOf = (inputs: string, compiled: Buffer): string => `${inputs} ${sha256(compiled)}\n`;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
