import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { PinnedFile } from './manifest.ts';

const stampName = '.firebreak.json';
const parallelReads = 8;

const fileRecord = z.object({ name: z.string(), size: z.int(), sha256: z.string(), mtimeMs: z.number() });
const stampSchema = z.object({ digest: z.string(), files: z.array(fileRecord) });

type FileRecord = z.infer<typeof fileRecord>;

/** What was in a folder when it was last found right; spares reading every byte again while nothing changes. */
export type Stamp = z.infer<typeof stampSchema>;

/** The SHA-256 of a file of any size, in hex. */
export const sha256Of = async (path: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { signal });
  return hash.digest('hex');
};

/** Undefined where there is none, or one that nobody can read: then everything is looked at again. */
export const readStamp = async (folder: string): Promise<Stamp | undefined> => {
  const text = await readFile(join(folder, stampName), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return stampSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** Records a folder's present content as right. `known` spares hashing files that were just verified. */
export const writeStamp = async (
  folder: string,
  digest: string,
  known: readonly PinnedFile[] = [],
  signal?: AbortSignal,
): Promise<void> => {
  const sha256ByName = new Map(known.map(({ name, sha256 }) => [name, sha256]));
  const files = await inParallel(await filesBelow(folder), async (name): Promise<FileRecord> => {
    const path = join(folder, name);
    const { size, mtimeMs } = await stat(path);
    return { name, size, mtimeMs, sha256: sha256ByName.get(name) ?? (await sha256Of(path, signal)) };
  });
  await writeFile(join(folder, stampName), JSON.stringify({ digest, files } satisfies Stamp));
};

/** How files compare with what they should be. */
export interface Inspection {
  /** Names of those that are missing or differ. */
  readonly damaged: readonly string[];
  /** Whether some had to be read, because nothing that is trusted spoke for them. */
  readonly reread: boolean;
}

/** Compares files with what they should be; one whose size and time are those of `trusted` is not read again. */
export const inspectFiles = async (
  folder: string,
  expected: readonly PinnedFile[],
  trusted?: Stamp,
  signal?: AbortSignal,
): Promise<Inspection> => {
  const records = new Map(trusted?.files.map((record) => [record.name, record]));
  let reread = false;
  const verdicts = await inParallel(expected, async (file) => {
    const found = await stat(join(folder, file.name)).catch(() => undefined);
    if (found?.size !== file.size) return file.name;
    const record = records.get(file.name);
    if (record?.mtimeMs === found.mtimeMs && record.sha256 === file.sha256) return undefined;
    reread = true;
    return (await sha256Of(join(folder, file.name), signal)) === file.sha256 ? undefined : file.name;
  });
  return { damaged: verdicts.filter((name) => name !== undefined), reread };
};

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => name !== stampName);
};

const inParallel = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: parallelReads }, worker));
  return results;
};
