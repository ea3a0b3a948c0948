import { mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { FirebreakError, reasonOf } from '../../../errors.ts';
import type { Progress } from '../../../progress.ts';
import { tables } from './queries.ts';

export interface TpchRequest {
  readonly scaleFactor: number;
  /** The tpchgen-cli program. */
  readonly tpchgen: string;
  /** Folder of the cache that holds one folder per scale factor. */
  readonly directory: string;
}

/** The eight tables as Parquet files on this host. */
export interface TpchData {
  readonly scaleFactor: number;
  /** Holds `<table>.parquet`. */
  readonly directory: string;
  /** Size of each file, bytes. */
  readonly sizes: Readonly<Record<string, number>>;
}

const stampName = 'complete.json';
const stamp = z.strictObject({ scaleFactor: z.number(), sizes: z.record(z.string(), z.int().positive()) });

/** A scale factor of 1 takes about 330 MB as Parquet. */
const bytesPerScaleFactor = 340e6;

/** Makes the TPC-H tables once per scale factor; a second call finds them. They appear whole or not at all. */
export const prepareTpch = async (request: TpchRequest, progress: Progress): Promise<TpchData> => {
  const directory = join(request.directory, `sf-${request.scaleFactor}`);
  const found = await readPrepared(directory);
  if (found !== undefined) {
    return found;
  }
  await mkdir(request.directory, { recursive: true });
  await removeAbandoned(directory);
  await requireSpace(request);
  const draft = `${directory}.${process.pid}`;
  try {
    await generate(request, draft, progress);
    await writeStamp(request.scaleFactor, draft);
    await rm(directory, { recursive: true, force: true });
    await rename(draft, directory);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const made = await readPrepared(directory);
  if (made === undefined) {
    throw failure(request, 'its files are not what it was told to write');
  }
  return made;
};

/** The data in `directory`, unless it is missing, unfinished or of another size than when it was made. */
const readPrepared = async (directory: string): Promise<TpchData | undefined> => {
  const text = await readFile(join(directory, stampName), 'utf8').catch(() => undefined);
  if (text === undefined) {
    return undefined;
  }
  const parsed = stamp.safeParse(parseJson(text));
  if (!parsed.success) {
    return undefined;
  }
  const { scaleFactor, sizes } = parsed.data;
  const now = await sizesIn(directory).catch(() => ({}) as Record<string, number>);
  return tables.every((table) => sizes[table] !== undefined && sizes[table] === now[table])
    ? { scaleFactor, directory, sizes }
    : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const sizesIn = async (directory: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => [table, (await stat(join(directory, `${table}.parquet`))).size] as const),
    ),
  );

const writeStamp = async (scaleFactor: number, directory: string): Promise<void> => {
  const content = { scaleFactor, sizes: await sizesIn(directory) };
  await writeFile(join(directory, stampName), JSON.stringify(content));
};

const generate = async (request: TpchRequest, draft: string, progress: Progress): Promise<void> => {
  await mkdir(draft, { recursive: true });
  const watch = setInterval(() => {
    bytesIn(draft).then(
      (bytes) => progress.bytes(bytes),
      () => {},
    );
  }, 500);
  try {
    await execa(
      request.tpchgen,
      ['parquet', '--scale-factor', String(request.scaleFactor), '--output-dir', draft, '--no-progress', '--quiet'],
      { cancelSignal: progress.signal, stdin: 'ignore' },
    );
  } catch (thrown) {
    progress.signal.throwIfAborted();
    throw failure(request, reasonOf(thrown), thrown);
  } finally {
    clearInterval(watch);
  }
  progress.bytes(await bytesIn(draft));
};

const bytesIn = async (directory: string): Promise<number> => {
  const names = await readdir(directory);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

/** Drafts of processes that no longer run. */
const removeAbandoned = async (directory: string): Promise<void> => {
  const parent = dirname(directory);
  for (const name of await readdir(parent)) {
    const pid = name.startsWith(`${basename(directory)}.`) ? Number(name.slice(basename(directory).length + 1)) : 0;
    if (Number.isInteger(pid) && pid > 0 && !isRunning(pid)) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const requireSpace = async (request: TpchRequest): Promise<void> => {
  const { bavail, bsize } = await statfs(request.directory);
  const needed = request.scaleFactor * bytesPerScaleFactor;
  if (bavail * bsize < needed) {
    throw new FirebreakError({
      code: 'FB-TPCH-SPACE',
      message: `no room for TPC-H data of scale factor ${request.scaleFactor} in ${request.directory}`,
      because: `it takes about ${Math.ceil(needed / 1e6)} MB, ${Math.floor((bavail * bsize) / 1e6)} MB are free`,
      next: 'choose a smaller --scale-factor, or set XDG_CACHE_HOME to a larger disk',
      exit: 4,
    });
  }
};

const failure = (request: TpchRequest, because: string, cause?: unknown): FirebreakError =>
  new FirebreakError({
    code: 'FB-TPCH-GENERATE',
    message: `tpchgen-cli could not make TPC-H data of scale factor ${request.scaleFactor}`,
    because,
    next: `try it by hand: ${request.tpchgen} parquet --scale-factor ${request.scaleFactor}`,
    cause,
  });
