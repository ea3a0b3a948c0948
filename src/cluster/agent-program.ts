import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { canAccess } from '../can-access.ts';
import { cacheDir, installDir } from '../distribution/folders.ts';
import { writeByRename } from '../write-by-rename.ts';
import { isWhole, programDigest, programHome } from './program.ts';

/** The agent as one file. */
export const agentFile = 'firebreakd.mjs';

/** Where a host has it from the controller. */
export const agentOnHost = `${installDir}/agent`;

/**
 * Folder of this machine that has the agent as one file, made of the sources as they are: on a host the one beside the
 * program that was sent there.
 */
export const agentHere = (): Promise<string> => {
  home ??= makeAgent();
  return home;
};

let home: Promise<string> | undefined;

const makeAgent = async (): Promise<string> => {
  if (!(await isWhole())) return join(programHome, '..', basename(agentOnHost));
  const folder = join(cacheDir(), 'agent', await programDigest());
  if (!(await canAccess(join(folder, agentFile)))) {
    await mkdir(folder, { recursive: true });
    // Two that bundle at once write the same.
    await writeByRename(join(folder, agentFile), await bundle());
  }
  return folder;
};

let text: Promise<string> | undefined;

/** What is in it. */
export const agentProgram = (): Promise<string> => {
  text ??= agentHere().then((folder) => readFile(join(folder, agentFile), 'utf8'));
  return text;
};

const bundle = async (): Promise<string> => {
  // Hosts do not have it.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(programHome, 'src/agent/main.ts')],
    absWorkingDir: programHome,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    // dockerode and what it needs are CommonJS; the native parts of its ssh transport are not used.
    banner: { js: await readFile(new URL('agent-banner.mjs', import.meta.url), 'utf8') },
    external: ['cpu-features', '*.node'],
    logLevel: 'silent',
  });
  return outputFiles.map(({ text: written }) => written).join('');
};
