import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { canAccess } from '../../can-access.ts';
import { folderDigest } from '../../distribution/folder-digest.ts';
import { installDir } from '../../distribution/folders.ts';
import { nodeOnHost } from '../plan.ts';
import type { SentFolder } from './member.ts';

const checkout = join(import.meta.dirname, '../../..');

/** What Node runs on a host: this program, as it is here. */
const programHome = `${installDir}/program`;
export const serveOnHost = `${programHome}/src/cluster/on-host/serve.ts`;
export const commandLineOnHost = `${programHome}/src/cli/main.ts`;

const lockFile = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), peer: z.boolean().optional() })),
});

/** Only the benchmarks on the controller use DuckDB; Node itself is sent apart; types are for the checker. */
const leftOut = /^node_modules\/(@duckdb|node-linux-|@types)/;

let described: Promise<SentFolder> | undefined;

/** What a host must have before it can be asked: Node, and this program. They do not change while this process runs. */
export const ownFolders = async (): Promise<readonly SentFolder[]> => {
  described ??= describeProgram();
  return [hostNode(), await described];
};

/** The program's files: sources and the packages that it runs with. */
const describeProgram = async (): Promise<SentFolder> => {
  const lock = await readFile(join(checkout, 'package-lock.json'), 'utf8');
  const wanted = Object.entries(lockFile.parse(JSON.parse(lock)).packages)
    .filter(([path, { dev = false }]) => path.startsWith('node_modules/') && !dev && !leftOut.test(path))
    .map(([path]) => path)
    .filter((path) => !path.slice('node_modules/'.length).includes('/node_modules/'));
  const present = await Promise.all(wanted.map((path) => canAccess(join(checkout, path))));
  const names = ['src', 'package.json', ...wanted.filter((_, index) => present[index])];
  const digest = createHash('sha256')
    .update(folderDigest(join(checkout, 'src')))
    .update(lock)
    .digest('hex');
  return { name: 'Firebreak', from: checkout, names, to: programHome, digest };
};

const hostNode = (): SentFolder => {
  const bin = dirname(process.execPath);
  return {
    name: 'Node',
    from: dirname(bin),
    names: ['bin/node'],
    to: dirname(dirname(nodeOnHost)),
    digest: `${process.version} ${process.arch}`,
  };
};
