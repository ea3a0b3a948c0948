import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import { type FetchOptions, fetchArtifact } from './artifact.ts';
import { fetchPyarrowWithPip } from './fetch-with-pip.ts';
import { pyarrowArtifact } from './manifest.ts';
import { runClient } from './run-client.ts';

/**
 * pyarrow’s wheel for the Python of the workload image, which is that of the system it is built on: its path.
 * @throws FirebreakError `FB-DIST-…`
 */
export const installPyarrow = async (progress: Progress, options?: FetchOptions): Promise<string> => {
  const artifact = pyarrowArtifact(await pythonTag(progress));
  const folder = await fetchArtifact(artifact, fetchPyarrowWithPip, progress, options);
  const [wheel] = artifact.files;
  return join(folder, wheel?.name ?? '');
};

/** `cp311`: what wheels for this system’s Python are tagged with. */
const pythonTag = async (progress: Progress): Promise<string> => {
  const version = await runClient(
    {
      command: '/usr/bin/python3',
      arguments: ['-c', 'import sys; print("cp%d%d" % sys.version_info[:2])'],
      code: 'FB-DIST-PYTHON',
      purpose: 'ask Python for its version',
      next: 'apt-get install python3',
    },
    progress,
  );
  return version.trim();
};
