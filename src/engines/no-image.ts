import { FirebreakError } from '../errors.ts';

/** Engines here fetch nothing: what a container runs was put into them before. */
export const noImage = (engine: string, image: string, cause: unknown): FirebreakError =>
  new FirebreakError({
    code: 'FB-ENGINE-IMAGE',
    message: `${engine} has no image ${image}, and fetches none.`,
    next: 'Put it into the engine of each host that may run it: docker load, or for CRI ctr --namespace k8s.io images import.',
    cause,
  });
