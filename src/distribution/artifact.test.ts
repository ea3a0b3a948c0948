import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Progress, silentProgress } from '../progress.ts';
import { type Fetcher, fetchArtifact, inspectCache } from './artifact.ts';
import type { Artifact } from './manifest.ts';

const contents: Readonly<Record<string, string>> = { 'one.jar': 'first jar', 'two.jar': 'second jar' };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const artifact: Artifact = {
  name: 'thing',
  version: '1.0.0',
  files: Object.entries(contents).map(([name, text]) => ({ name, size: text.length, sha256: sha256(text) })),
};

let cache: string;
let notes: string[];
let fetches: number;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'firebreak-cache-'));
  notes = [];
  fetches = 0;
});

afterEach(() => rm(cache, { recursive: true, force: true }));

const listening = (signal?: AbortSignal): Progress => ({
  ...silentProgress(signal),
  note: (text) => {
    notes.push(text);
  },
});

/** Serves each fetch from the next of `served`, the last one again and again. */
const serving =
  (...served: Readonly<Record<string, string>>[]): Fetcher =>
  async (_artifact, files) => {
    const these = served[Math.min(fetches, served.length - 1)] ?? {};
    fetches += 1;
    for (const [name, text] of Object.entries(these)) await writeFile(join(files, name), text);
  };

const fetch = (fetcher: Fetcher, verify = false): Promise<string> =>
  fetchArtifact(artifact, fetcher, listening(), { cache, verify });

test('keeps what was fetched, and fetches it once', async () => {
  const folder = await fetch(serving(contents));
  expect(await readFile(join(folder, 'two.jar'), 'utf8')).toBe('second jar');
  await fetch(serving(contents));
  expect(fetches).toBe(1);
  expect(notes).toEqual([]);
});

test('notices a truncated file, says so and fetches again', async () => {
  const folder = await fetch(serving(contents));
  await truncate(join(folder, 'one.jar'), 3);
  expect(await inspectCache(artifact, listening(), { cache })).toEqual(['one.jar']);
  await fetch(serving(contents));
  expect(notes).toEqual(['the cache of thing-1.0.0 is damaged (one.jar): fetching it again']);
  expect(await readFile(join(folder, 'one.jar'), 'utf8')).toBe('first jar');
});

test('notices a file that was changed without changing its size', async () => {
  const folder = await fetch(serving(contents));
  await writeFile(join(folder, 'one.jar'), 'wrong jar');
  await fetch(serving(contents));
  expect(await readFile(join(folder, 'one.jar'), 'utf8')).toBe('first jar');
});

test('believes size and time, and reads every byte on request', async () => {
  const folder = await fetch(serving(contents));
  const file = join(folder, 'one.jar');
  const past = new Date('2026-01-01');
  await utimes(file, past, past);
  await fetch(serving(contents));
  await writeFile(file, 'wrong jar');
  await utimes(file, past, past);
  expect(await inspectCache(artifact, listening(), { cache })).toBe('whole');
  await fetch(serving(contents), true);
  expect(await readFile(file, 'utf8')).toBe('first jar');
});

test('fetches again when a download arrives wrong', async () => {
  const folder = await fetch(serving({ ...contents, 'one.jar': 'wrong jar' }, contents));
  expect(await readFile(join(folder, 'one.jar'), 'utf8')).toBe('first jar');
  expect(notes).toEqual(['one.jar arrived with a wrong checksum: fetching again']);
});

test('gives up on what arrives wrong twice, and keeps nothing of it', async () => {
  const wrong = serving({ ...contents, 'one.jar': 'wrong jar' });
  await expect(fetch(wrong)).rejects.toMatchObject({ code: 'FB-DIST-CHECKSUM', because: 'wrong checksum: one.jar' });
  expect(fetches).toBe(2);
  expect(await readdir(cache)).toEqual([]);
});

test('an interrupted fetch leaves nothing half-done', async () => {
  const interruption = new AbortController();
  const interrupted: Fetcher = async (_artifact, files, _scratch, { signal }) => {
    await writeFile(join(files, 'one.jar'), 'fir');
    interruption.abort(new Error('Ctrl-C'));
    signal.throwIfAborted();
  };
  const fetching = fetchArtifact(artifact, interrupted, listening(interruption.signal), { cache });
  await expect(fetching).rejects.toThrow('Ctrl-C');
  expect(await readdir(cache)).toEqual([]);
});

test('removes what a killed run left behind, and nothing of one that lives', async () => {
  // Above the kernel's largest pid: nobody lives there.
  const dead = join(cache, '.part-4194305-abc');
  const alive = join(cache, `.part-${process.ppid}-abc`);
  await Promise.all([mkdir(dead), mkdir(alive)]);
  await fetch(serving(contents));
  expect((await readdir(cache)).sort()).toEqual([`.part-${process.ppid}-abc`, 'thing-1.0.0']);
});

test('refuses to start without the space for it', async () => {
  const huge: Artifact = {
    ...artifact,
    files: [{ name: 'huge', size: Number.MAX_SAFE_INTEGER / 4, sha256: sha256('') }],
  };
  const fetching = fetchArtifact(huge, serving(contents), listening(), { cache });
  await expect(fetching).rejects.toMatchObject({ code: 'FB-DIST-SPACE', exit: 4 });
  expect(fetches).toBe(0);
});
