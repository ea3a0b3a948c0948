import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FirebreakError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { goEnvironment } from './go-environment.ts';
import { goToolchainPin } from './manifest.ts';
import { programPath } from './program-path.ts';
import { type Go, runGo } from './run-go.ts';
import { bytesOf, watchBytes } from './watch-bytes.ts';

const downloaded = z.object({ Dir: z.string(), Sum: z.string() });

/** Any Go of this machine, new or old: it serves to fetch the pinned one. */
export const hostGo = (): Promise<string | undefined> => programPath('go', process.env.PATH);

/**
 * The pinned Go, fetched as the module that it is published as, for work in `folder` alone.
 * @throws FirebreakError `FB-DIST-FETCH`, `FB-DIST-CHECKSUM`
 */
export const goToolchain = async (folder: string, progress: Progress): Promise<Go> => {
  const program = await hostGo();
  if (program === undefined) {
    throw new FirebreakError({
      code: 'FB-DIST-FETCH',
      message: 'There is no Go on this machine to fetch the pinned one with.',
      next: 'apt-get install golang-go',
    });
  }
  const { version, module, size, sum } = goToolchainPin();
  const environment = await goEnvironment(program, folder);
  // Go looks for a module in the folders above, too.
  const empty = join(folder, 'toolchain');
  await mkdir(empty);
  await writeFile(join(empty, 'go.mod'), 'module firebreak.invalid/toolchain\n');
  const download = () =>
    runGo(
      { program, environment },
      {
        folder: empty,
        arguments: ['mod', 'download', '-json', module],
        code: 'FB-DIST-FETCH',
        purpose: `fetch Go ${version}`,
      },
      progress,
    );
  const archives = `${environment.GOMODCACHE}/cache/download`;
  const output = await watchBytes(progress, () => bytesOf(archives), size, download);
  const { Dir: root, Sum: found } = downloaded.parse(JSON.parse(output));
  if (found !== sum) {
    throw new FirebreakError({
      code: 'FB-DIST-CHECKSUM',
      message: `Go ${version} is not what this version of Firebreak expects.`,
      because: `its checksum is ${found} instead of ${sum}`,
      next: 'ask whoever runs your module proxy what it serves, and do not use these files',
    });
  }
  await makeExecutable(root);
  return { program: join(root, 'bin/go'), environment: { ...environment, GOROOT: root } };
};

/** Modules have no executable files. */
const makeExecutable = async (root: string): Promise<void> => {
  const [platform = ''] = await readdir(join(root, 'pkg/tool'));
  for (const folder of ['bin', join('pkg/tool', platform)]) {
    const names = await readdir(join(root, folder));
    await Promise.all(names.map((name) => chmod(join(root, folder, name), 0o755)));
  }
};
