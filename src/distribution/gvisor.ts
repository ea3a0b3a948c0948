import { constants } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FirebreakError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { buildGvisor } from './build-gvisor.ts';
import { findTree, type InstallOptions, installTree, type Tree } from './installed-tree.ts';
import { gvisorArtifact, hasGvisor } from './manifest.ts';
import { programPath } from './program-path.ts';
import { programVersion } from './program-version.ts';

/** Paths of gVisor's programs. */
export interface Gvisor {
  readonly runsc: string;
  /** Its shim for containerd, `io.containerd.runsc.v1`; Debian's package has none. */
  readonly shim?: string;
}

/** Go itself, the modules, and what is compiled of them. */
const neededToBuild = 2e9;

const programs = ['runsc', 'containerd-shim-runsc-v1'];

const treeOf = (): Tree => {
  const artifact = gvisorArtifact();
  return {
    artifact,
    fetcher: buildGvisor,
    layout: '1',
    unpack: async (files, home) => {
      for (const { name } of artifact.files) {
        await copyFile(join(files, name), join(home, name), constants.COPYFILE_FICLONE);
        await chmod(join(home, name), programs.includes(name) ? 0o755 : 0o644);
      }
    },
  };
};

/** The pinned gVisor; builds it where it is not there. */
export const installGvisor = async (progress: Progress, options?: InstallOptions): Promise<Gvisor> =>
  programsIn(await installTree(treeOf(), progress, { needed: neededToBuild, ...options }));

/** The gVisor of this machine: the pinned one where it is built, else a runsc on root's usual PATH. */
export const findGvisor = async (options?: InstallOptions): Promise<Gvisor | undefined> => {
  const built = await findBuilt(options);
  if (built !== undefined) return built;
  const runsc = await programPath('runsc');
  return runsc === undefined ? undefined : { runsc };
};

export const isGvisorBuilt = async (): Promise<boolean> => (await findBuilt()) !== undefined;

const findBuilt = async (options?: InstallOptions): Promise<Gvisor | undefined> => {
  const home = hasGvisor() ? await findTree(treeOf(), options) : undefined;
  return home === undefined ? undefined : programsIn(home);
};

/** The pinned gVisor; where this machine cannot have it, whatever there is, and the progress says so. */
export const installOrFindGvisor = async (
  progress: Progress,
  options?: InstallOptions,
): Promise<Gvisor | undefined> => {
  try {
    return await installGvisor(progress, options);
  } catch (thrown) {
    progress.signal.throwIfAborted();
    if (!(thrown instanceof FirebreakError) || !unobtainable.has(thrown.code)) throw thrown;
    const found = await findGvisor(options);
    progress.note(`${thrown.message} ${await insteadOfOurs(found)}`);
    return found;
  }
};

/** No Go, no modules, no such processor. What has a wrong checksum is never passed over. */
const unobtainable: ReadonlySet<string> = new Set(['FB-DIST-FETCH', 'FB-DIST-BUILD', 'FB-DIST-PROCESSOR']);

const insteadOfOurs = async (found: Gvisor | undefined): Promise<string> =>
  found === undefined
    ? 'There is no runsc on the PATH either: the runtime class gvisor is not available.'
    : `${found.runsc}, version ${(await programVersion(found.runsc)) ?? 'unknown'}, serves as gVisor instead.`;

const programsIn = (home: string): Gvisor => ({
  runsc: join(home, 'runsc'),
  shim: join(home, 'containerd-shim-runsc-v1'),
});
