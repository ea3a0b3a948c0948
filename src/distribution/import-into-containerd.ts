import { execa } from 'execa';
import { importLayer } from '../engines/cri/node/import-layer.ts';
import { FirebreakError, reasonOf } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { WorkloadImage } from './import-image.ts';

/**
 * Makes containerd's CRI have the workload image: imports the one built here, or pulls one that the user names.
 * @throws FirebreakError `FB-IMAGE-IMPORT`, `FB-IMAGE-MISSING`
 */
export const importIntoContainerd = async (
  socket: string,
  { tag, archive }: WorkloadImage,
  { signal }: Progress,
): Promise<void> => {
  const reference = referenceOf(tag);
  try {
    if (archive === undefined) return await pull(socket, reference, signal);
    const { path: layer, sha256 } = archive;
    await importLayer(socket, { reference, layer, sha256, entrypoint: [], environment: { LANG: 'C.UTF-8' } }, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw new FirebreakError({
      code: archive === undefined ? 'FB-IMAGE-MISSING' : 'FB-IMAGE-IMPORT',
      message: `containerd could not take the workload image ${tag}.`,
      because: reasonOf(thrown),
      next: 'firebreak logs containerd',
      cause: thrown,
    });
  }
};

const pull = async (socket: string, reference: string, cancelSignal: AbortSignal): Promise<void> => {
  const images = ['--address', socket, '--namespace', 'k8s.io', 'images'];
  const { stdout } = await execa('ctr', [...images, 'list', '--quiet', `name==${reference}`], { cancelSignal });
  if (stdout.trim() === '') await execa('ctr', [...images, 'pull', reference], { cancelSignal });
};

/** The full reference of a short name, as Docker and CRI read it. */
export const referenceOf = (tag: string): string => {
  const [first = '', ...rest] = tag.split('/');
  if (rest.length > 0 && /[.:]|^localhost$/.test(first)) return tag;
  return rest.length > 0 ? `docker.io/${tag}` : `docker.io/library/${tag}`;
};
