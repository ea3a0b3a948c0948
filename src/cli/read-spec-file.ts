import { readFile } from 'node:fs/promises';
import { readSpec } from '../cluster/read-spec.ts';
import type { ClusterSpec } from '../cluster/spec.ts';
import { FirebreakError, reasonOf } from '../errors.ts';

/** @throws FirebreakError `FB-CLI-FILE`, and those of readSpec */
export const readSpecFile = async (file: string): Promise<ClusterSpec> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new FirebreakError({
      code: 'FB-CLI-FILE',
      message: `cannot read ${file}`,
      because: reasonOf(error),
      next: 'name a cluster spec with -f; examples/docker.yaml is one',
      exit: 2,
      cause: error,
    });
  });
  return readSpec(text, file);
};
