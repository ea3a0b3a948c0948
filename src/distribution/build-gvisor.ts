import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fetcher } from './artifact.ts';
import { goToolchain } from './go-toolchain.ts';
import { gvisorModule } from './manifest.ts';
import { type Go, runGo } from './run-go.ts';
import { bytesOf, watchBytes } from './watch-bytes.ts';

/** go.mod and go.sum of ours: what gVisor is built from, each module with its checksum. */
const ours = join(import.meta.dirname, 'gvisor');

const programs = [
  ['runsc', 'gvisor.dev/gvisor/runsc'],
  ['containerd-shim-runsc-v1', 'gvisor.dev/gvisor/shim'],
] as const;

const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false'];

/**
 * gVisor's programs, built from the module that its authors publish; nobody publishes binaries where ours could come
 * from. With a pinned Go and all of its environment given they are the same bytes everywhere, and so are pinned too.
 */
export const buildGvisor: Fetcher = async (artifact, files, scratch, progress) => {
  const go = await progress.step('fetch Go', (step) => goToolchain(scratch, step));
  const source = join(scratch, 'source');
  await mkdir(source);
  for (const name of ['go.mod', 'go.sum']) await copyFile(join(ours, name), join(source, name));
  await progress.step('fetch modules', (step) => fetchModules(go, source, step));
  const linked = `-s -w -X gvisor.dev/gvisor/runsc/version.version=${artifact.version}`;
  await progress.step('compile, some minutes', async (step) => {
    for (const [name, path] of programs) {
      const given = ['build', ...flags, `-ldflags=${linked}`, '-o', join(files, name), path];
      await runGo(go, { folder: source, arguments: given, code: 'FB-DIST-BUILD', purpose: `build ${name}` }, step);
    }
  });
  await copyFile(join(go.environment.GOMODCACHE ?? scratch, gvisorModule, 'LICENSE'), join(files, 'LICENSE'));
};

const fetchModules = async (go: Go, folder: string, progress: Parameters<Fetcher>[3]): Promise<void> => {
  const download = () =>
    runGo(
      go,
      { folder, arguments: ['mod', 'download'], code: 'FB-DIST-FETCH', purpose: 'fetch gVisor’s modules' },
      progress,
    );
  await watchBytes(progress, () => bytesOf(`${go.environment.GOMODCACHE}/cache/download`), undefined, download);
};
