import { chmod, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import { fetchTpchgenWithPip } from './fetch-with-pip.ts';
import { type InstallOptions, installTree, type Tree } from './installed-tree.ts';
import { tpchgenArtifact } from './manifest.ts';
import { runClient } from './run-client.ts';

/** The generator of TPC-H's data: the path of its program. It is native and needs no Python. */
export const installTpchgen = async (progress: Progress, options?: InstallOptions): Promise<string> => {
  const artifact = tpchgenArtifact();
  const unpack: Tree['unpack'] = async (files, home) => {
    const wheel = artifact.files.map(({ name }) => join(files, name));
    const unpacked = join(home, 'unpacked');
    const folder = `${artifact.name.replace('-', '_')}-${artifact.version}`;
    await runClient(
      {
        command: 'unzip',
        arguments: ['-q', ...wheel, '-d', unpacked],
        code: 'FB-DIST-UNPACK',
        purpose: 'unpack tpchgen-cli',
        next: 'apt-get install unzip, and check the disk',
      },
      progress,
    );
    await rename(join(unpacked, `${folder}.data/scripts/tpchgen-cli`), join(home, 'tpchgen-cli'));
    await rename(join(unpacked, `${folder}.dist-info/licenses/LICENSE`), join(home, 'LICENSE'));
    await chmod(join(home, 'tpchgen-cli'), 0o755);
    await rm(unpacked, { recursive: true });
  };
  const home = await installTree({ artifact, fetcher: fetchTpchgenWithPip, layout: '1', unpack }, progress, options);
  return join(home, 'tpchgen-cli');
};
