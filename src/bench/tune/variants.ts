import type { ClusterSpec } from '../../cluster/spec.ts';
import type { Candidate } from './options.ts';

/** The cluster as it is: what every candidate is compared with. */
export const asItIs = 'as it is';

export const nameOf = ({ flag, value }: Candidate): string => `${flag}=${value}`;

/** The spec with one more option for gVisor. */
export const specWith = (spec: ClusterSpec, { flag, value }: Pick<Candidate, 'flag' | 'value'>): ClusterSpec => ({
  ...spec,
  runtimes: {
    ...spec.runtimes,
    gvisor: { ...spec.runtimes.gvisor, options: { ...spec.runtimes.gvisor.options, [flag]: value } },
  },
});

interface Tryable {
  readonly tried: readonly Candidate[];
  readonly left: readonly { readonly what: string; readonly because: string }[];
}

/** Which candidates there is anything to learn from, and why from others there is not. */
export const tryable = (
  candidates: readonly Candidate[],
  known: ReadonlySet<string>,
  { runtimes }: ClusterSpec,
): Tryable => {
  const reasonAgainst = ({ flag, value }: Candidate): string | undefined => {
    if (!known.has(flag)) return 'this runsc has no such flag';
    return runtimes.gvisor.options[flag] === value ? 'the cluster has it already' : undefined;
  };
  return {
    tried: candidates.filter((each) => reasonAgainst(each) === undefined),
    left: candidates.flatMap((each) => {
      const because = reasonAgainst(each);
      return because === undefined ? [] : [{ what: nameOf(each), because }];
    }),
  };
};
