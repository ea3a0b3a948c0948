import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Layout } from '../../cluster/layout.ts';

const secret = /secret|token|keytab|password|\.key$|\.pem$/i;
const largest = 64 * 1024;

/** Every configuration file of the cluster as it is, by its path below the configuration folder; secrets left out. */
export const configurationFiles = async ({ conf, specFile }: Layout): Promise<Record<string, string>> => {
  const entries = await readdir(conf, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const shown = [...new Set([specFile, ...paths])].filter((path) => !secret.test(path)).sort();
  const files = shown.map(async (path) => [relative(conf, path), await readFile(path, 'utf8')] as const);
  return Object.fromEntries((await Promise.all(files)).filter(([, text]) => text.length <= largest));
};
