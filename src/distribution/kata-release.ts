import { createReadStream, createWriteStream } from 'node:fs';
import { access, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { execa } from 'execa';
import { z } from 'zod';
import { FirebreakError, reasonOf } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { flavourIn, kataVersion } from '../runtimes/kata/find-kata.ts';
import { flavourNames, flavours, shimOf } from '../runtimes/kata/flavour.ts';
import { escapesOf, oldestSafe } from '../runtimes/kata/known-escapes.ts';
import { sha256Of } from './file-records.ts';
import { replaceFolder, withTemporaryFolder } from './temporary-folder.ts';

export interface KataRelease {
  /** Path or URL of `kata-static-VERSION-ARCH.tar.zst` (runtime-rs) or `kata-go-static-VERSION-ARCH.tar.zst`. */
  readonly from: string;
  readonly sha256: string;
  /** Where it goes; what the release has below `opt/kata`. */
  readonly home: string;
}

const recordName = '.firebreak.json';
const record = z.object({ version: z.string(), sha256: z.string() });
type KataRecord = z.infer<typeof record>;

const next = 'firebreak kata install --from <file or URL> --sha256 <checksum>';

/**
 * Puts a release of Kata Containers in its place: whole and checked, or not at all. The same release again changes
 * nothing.
 * @throws FirebreakError `FB-KATA-…`
 */
export const installKata = async (release: KataRelease, progress: Progress): Promise<KataRecord> => {
  const present = await recordOf(release.home);
  if (present?.sha256 === release.sha256 && (await flavourIn(release.home)) !== undefined) return present;
  await refuseForeign(release.home, present);
  return withTemporaryFolder(dirname(release.home), 2 ** 30, async (folder) => {
    const archive = await fetched(release.from, folder, progress.signal);
    await checkSum(archive, release, progress.signal);
    await unpack(archive, folder, progress.signal);
    const unpacked = join(folder, 'opt/kata');
    const version = await checkLayout(unpacked);
    const made = { version, sha256: release.sha256 };
    await writeFile(join(unpacked, recordName), JSON.stringify(made));
    await replaceFolder(unpacked, release.home, folder);
    return made;
  });
};

/** Removes a Kata that `installKata` put there; false where there is none. @throws FirebreakError `FB-KATA-FOREIGN` */
export const removeKata = async (home: string): Promise<boolean> => {
  const present = await recordOf(home);
  await refuseForeign(home, present);
  if (present === undefined) return false;
  await rm(home, { recursive: true });
  return true;
};

const recordOf = async (home: string): Promise<KataRecord | undefined> => {
  const text = await readFile(join(home, recordName), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : record.safeParse(JSON.parse(text)).data;
};

const refuseForeign = async (home: string, present: KataRecord | undefined): Promise<void> => {
  const entries = await readdir(home).catch((): string[] => []);
  if (present !== undefined || entries.length === 0) return;
  throw new FirebreakError({
    code: 'FB-KATA-FOREIGN',
    message: `${home} was not put there by Firebreak, and is left alone.`,
    next: 'Use it as it is, or remove it yourself.',
  });
};

const fetched = async (from: string, folder: string, signal: AbortSignal): Promise<string> => {
  try {
    if (!/^https?:\/\//.test(from)) {
      await access(from);
      return from;
    }
    const response = await fetch(from, { signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(join(folder, 'release')), { signal });
    return join(folder, 'release');
  } catch (thrown) {
    signal.throwIfAborted();
    throw new FirebreakError({
      code: 'FB-KATA-SOURCE',
      message: `${from} cannot be read.`,
      because: reasonOf(thrown),
      next,
      cause: thrown,
    });
  }
};

const checkSum = async (archive: string, { from, sha256 }: KataRelease, signal: AbortSignal): Promise<void> => {
  const found = await sha256Of(archive, signal);
  if (found === sha256.toLowerCase()) return;
  throw new FirebreakError({
    code: 'FB-KATA-CHECKSUM',
    message: `${from} is not the file that was named.`,
    because: `Its SHA-256 is ${found}, and ${sha256} was expected.`,
    next: 'Compare the checksum with the one that its publisher gives; do not use the file if they differ.',
  });
};

/** Whatever tar unpacked of a broken archive stays in the temporary folder, which goes away. */
const unpack = async (archive: string, folder: string, signal: AbortSignal): Promise<void> => {
  try {
    const compressed = await isZstandard(archive);
    const tar = execa(
      'tar',
      ['--extract', '--ignore-zeros', '--no-same-owner', '--directory', folder, ...(compressed ? [] : ['--gzip'])],
      {
        cancelSignal: signal,
      },
    );
    const stages = compressed ? [createZstdDecompress()] : [];
    await Promise.all([pipeline([createReadStream(archive), ...stages, tar.stdin], { signal }), tar]);
  } catch (thrown) {
    signal.throwIfAborted();
    throw new FirebreakError({
      code: 'FB-KATA-UNPACK',
      message: 'The release cannot be unpacked; nothing was installed.',
      because: reasonOf(thrown),
      next,
      cause: thrown,
    });
  }
};

const isZstandard = async (archive: string): Promise<boolean> => {
  for await (const bytes of createReadStream(archive, { end: 3 })) return bytes.readUInt32LE(0) === 0xfd2fb528;
  return false;
};

/** The version of the release, once it has what a cluster uses of it. */
const checkLayout = async (unpacked: string): Promise<string> => {
  const flavour = await flavourIn(unpacked);
  if (flavour === undefined) throw notLaidOut(flavourNames.map((name) => `opt/kata/${shimOf(name)}`).join(', nor '));
  const configurations = dirname(flavours[flavour].configurationOf('qemu'));
  const files = await readdir(join(unpacked, configurations)).catch((): string[] => []);
  if (!files.some((name) => name.endsWith('.toml'))) throw notLaidOut(`opt/kata/${configurations}`);
  const version = (await kataVersion(join(unpacked, shimOf(flavour)))) ?? 'unknown';
  const [known] = escapesOf(version, flavour);
  if (known === undefined) return version;
  throw new FirebreakError({
    code: 'FB-KATA-VERSION',
    message: `Kata Containers ${version} is refused; nothing was installed.`,
    because: `${known.id}: ${known.what}.`,
    next: `Take version ${oldestSafe} or newer.`,
  });
};

const notLaidOut = (missing: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-KATA-LAYOUT',
    message: `The archive has no ${missing}; nothing was installed.`,
    because: 'It is no release of Kata Containers with a shim, or another archive.',
    next,
  });
