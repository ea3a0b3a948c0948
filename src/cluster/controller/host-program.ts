import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { canAccess } from '../../can-access.ts';
import { agentFile, agentHere, agentOnHost } from '../agent-program.ts';
import { nodeOnHost } from '../plan.ts';
import { programDigest, programHome, programOnHost } from '../program.ts';
import type { SentFolder } from './member.ts';

/** What Node runs on a host: this program, as it is here. */
export const serveOnHost = `${programOnHost}/src/cluster/on-host/serve.ts`;
export const commandLineOnHost = `${programOnHost}/src/cli/main.ts`;

const lockFile = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), peer: z.boolean().optional() })),
});

/** Only the benchmarks on the controller use DuckDB; Node itself and the agent are sent apart; types are for the checker. */
const leftOut = /^node_modules\/(@duckdb|node-linux-|@types|@?esbuild)/;

let described: Promise<readonly SentFolder[]> | undefined;

/** What a host must have before it can be asked: Node, this program, and the agent. None changes while this process runs. */
export const ownFolders = (): Promise<readonly SentFolder[]> => {
  described ??= Promise.all([hostNode(), describeProgram(), describeAgent()]);
  return described;
};

/** The program's files: sources and the packages that it runs with. */
const describeProgram = async (): Promise<SentFolder> => {
  const lock = await readFile(join(programHome, 'package-lock.json'), 'utf8');
  const wanted = Object.entries(lockFile.parse(JSON.parse(lock)).packages)
    .filter(([path, { dev = false }]) => path.startsWith('node_modules/') && !dev && !leftOut.test(path))
    .map(([path]) => path)
    .filter((path) => !path.slice('node_modules/'.length).includes('/node_modules/'));
  const present = await Promise.all(wanted.map((path) => canAccess(join(programHome, path))));
  const names = ['src', 'package.json', ...wanted.filter((_, index) => present[index])];
  return { name: 'Firebreak', from: programHome, names, to: programOnHost, digest: await programDigest() };
};

/** Made here once, and not by each host. */
const describeAgent = async (): Promise<SentFolder> => ({
  name: 'the agent',
  from: await agentHere(),
  names: [agentFile],
  to: agentOnHost,
  digest: await programDigest(),
});

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
