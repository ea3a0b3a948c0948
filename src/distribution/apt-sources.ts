import { writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { FirebreakError } from '../errors.ts';

/**
 * The host's own source lists of its distribution, one-line or deb822 as they are, with mirrors and `Signed-By`;
 * lists of third parties are left out.
 * @throws FirebreakError `FB-IMAGE-SOURCES`
 */
export const distributionSources = async (): Promise<string[]> => {
  const { stdout } = await execa('apt-get', ['indextargets', 'Created-By: Packages'], { reject: false });
  const files = sourceFilesIn(stdout);
  if (files.length > 0) return files;
  throw new FirebreakError({
    code: 'FB-IMAGE-SOURCES',
    message: 'apt knows no source of Debian or Ubuntu packages to build the workload image from.',
    next: 'mend /etc/apt/sources.list.d and run apt-get update, or name an image in distribution.image',
  });
};

/** Reads `apt-get indextargets`: stanzas with the origin of each index and the source entry (`FILE:NUMBER`) behind it. */
export const sourceFilesIn = (indexTargets: string): string[] => {
  const stanzas = indexTargets.split(/\n\s*\n/).filter((stanza) => /^Origin: (Debian|Ubuntu)$/m.test(stanza));
  const files = stanzas.map((stanza) => stanza.match(/^Sourcesentry: (.+):\d+$/m)?.[1]);
  return [...new Set(files.filter((file) => file !== undefined))];
};

/** Copies how the host's apt reaches its mirrors (proxies, certificates, timeouts); may hold secrets. */
export const writeAcquireOptions = async (file: string): Promise<void> => {
  const { stdout } = await execa('apt-config', ['dump']);
  const reach = stdout.split('\n').filter((line) => /^Acquire::(https?|ftp|Retries)\b.* "[^"]+";$/.test(line));
  await writeFile(file, reach.map((line) => `${line}\n`).join(''), { mode: 0o600 });
};
