import { z } from 'zod';
import { FirebreakError } from '../../errors.ts';
import type { DrainableRole } from './drain.ts';

/** Who could take what a host has. */
export const successors = z.object({
  cluster: z.string(),
  host: z.string(),
  /** Of the part of the cluster that its containers must stay in. */
  label: z.string().optional(),
  /** Addresses of the others that have a role, for its containers or for its blocks. */
  others: z.object({ nodemanager: z.array(z.string()), datanode: z.array(z.string()) }),
});
export type Successors = z.output<typeof successors>;

/** At least one of them must be at work. @throws FirebreakError `FB-DRAIN-LAST` */
export const requireSuccessor = (
  { cluster, host, label, others }: Successors,
  role: DrainableRole,
  drained: readonly { readonly address: string }[],
): void => {
  if (others[role].some((address) => !drained.some((each) => each.address === address))) return;
  const part = role === 'nodemanager' && label !== undefined ? ` of label ${label}` : '';
  const what = role === 'nodemanager' ? 'containers' : 'blocks';
  throw new FirebreakError({
    code: 'FB-DRAIN-LAST',
    message: `No other host of cluster ${cluster} could take the ${what} of ${host}.`,
    because:
      others[role].length === 0
        ? `It is the only one${part} with the role ${role}.`
        : `All others${part} with the role ${role} are drained.`,
    next:
      others[role].length === 0
        ? 'Add a host to the spec and run `firebreak up`; or `firebreak down --keep-data`, which ends what runs.'
        : 'Put another one to work first: `firebreak drain HOST --undo`.',
    exit: 2,
  });
};
