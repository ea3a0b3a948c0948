import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type Docker from 'dockerode';
import { FirebreakError, reasonOf } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { watchBytes } from './watch-bytes.ts';

/** The image that YARN containers run in. */
export interface WorkloadImage {
  /** Name and tag in the engine. */
  readonly tag: string;
  /** The root file system built here, to be imported; absent where the user names an image of their own. */
  readonly archive?: { readonly path: string; readonly sha256: string };
}

const checksumLabel = 'io.firebreak.image.sha256';

/**
 * Makes an engine have the workload image: imports the one built here, unless the engine has exactly that; pulls one
 * that the user names, unless the engine has it.
 * @throws FirebreakError `FB-IMAGE-IMPORT`, `FB-IMAGE-MISSING`
 */
export const importWorkloadImage = async (docker: Docker, image: WorkloadImage, progress: Progress): Promise<void> => {
  const why = await imageFlaw(docker, image);
  if (why === undefined) return;
  if (image.archive === undefined) return pull(docker, image.tag, progress);
  if (why !== missing) progress.note(`${image.tag} in the engine ${why}: importing it again`);
  await load(docker, image.tag, image.archive, progress);
};

const missing = 'is missing';

/** Why an engine has not the image that it must have; undefined where it has. @throws FirebreakError `FB-IMAGE-IMPORT` */
export const imageFlaw = async (docker: Docker, { tag, archive }: WorkloadImage): Promise<string | undefined> => {
  const present = await labelsOf(docker, tag);
  if (present === undefined) return missing;
  const same = archive === undefined || present[checksumLabel] === archive.sha256;
  return same ? undefined : 'is not what was built here';
};

/** The labels of an image that is there; undefined where it is not. */
const labelsOf = async (docker: Docker, tag: string): Promise<Readonly<Record<string, string>> | undefined> => {
  try {
    return (await docker.getImage(tag).inspect()).Config.Labels ?? {};
  } catch (thrown) {
    if (thrown instanceof Error && 'statusCode' in thrown && thrown.statusCode === 404) return undefined;
    throw failed(tag, thrown);
  }
};

const load = async (
  docker: Docker,
  tag: string,
  { path, sha256 }: NonNullable<WorkloadImage['archive']>,
  progress: Progress,
): Promise<void> => {
  const [repo, name] = split(tag);
  const { size } = await stat(path);
  const tar = createReadStream(path, { highWaterMark: 1 << 20 });
  const changes = [`LABEL ${checksumLabel}=${sha256}`, 'ENV LANG=C.UTF-8', 'CMD ["/bin/bash"]'];
  try {
    await watchBytes(
      progress,
      async () => tar.bytesRead,
      size,
      async () =>
        finished(docker, await docker.importImage(tar, { repo, tag: name, changes, abortSignal: progress.signal })),
    );
  } catch (thrown) {
    progress.signal.throwIfAborted();
    throw failed(tag, thrown);
  } finally {
    tar.destroy();
  }
};

const pull = async (docker: Docker, tag: string, progress: Progress): Promise<void> => {
  progress.note(`the engine has no image ${tag}: pulling it`);
  try {
    await finished(docker, await docker.pull(tag, { abortSignal: progress.signal }));
  } catch (thrown) {
    progress.signal.throwIfAborted();
    throw new FirebreakError({
      code: 'FB-IMAGE-MISSING',
      message: `There is no image ${tag}, and the engine cannot pull it.`,
      because: reasonOf(thrown),
      next: 'correct distribution.image, or remove it to use the image that Firebreak builds',
      cause: thrown,
    });
  }
};

/** The engine reports errors at the end of a reply that began with 200. */
const finished = (docker: Docker, reply: NodeJS.ReadableStream): Promise<void> =>
  new Promise((resolve, reject) => {
    docker.modem.followProgress(reply, (thrown) => (thrown ? reject(thrown) : resolve()));
  });

const split = (tag: string): [repo: string, name: string] => {
  const colon = tag.lastIndexOf(':');
  return [tag.slice(0, colon), tag.slice(colon + 1)];
};

const failed = (tag: string, thrown: unknown): FirebreakError =>
  new FirebreakError({
    code: 'FB-IMAGE-IMPORT',
    message: `The Docker engine could not take the workload image ${tag}.`,
    because: reasonOf(thrown),
    next: 'firebreak logs dockerd',
    cause: thrown,
  });
