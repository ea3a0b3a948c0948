import { Document } from 'yaml';
import { type ClusterSpec, clusterSpec } from '../../cluster/spec.ts';
import type { Candidate } from './options.ts';

/** The cluster as it is: what every candidate is compared with. */
export const asItIs = 'as it is';

export const nameOf = ({ key, value }: Pick<Candidate, 'key' | 'value'>): string => `${key.at(-1)}=${value}`;

/** The spec with one setting of gVisor changed. */
export const specWith = (spec: ClusterSpec, { key, value }: Pick<Candidate, 'key' | 'value'>): ClusterSpec => {
  const document = new Document(spec);
  document.setIn(['runtimes', 'gvisor', ...key], value);
  return clusterSpec.parse(document.toJS());
};

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
  const gvisor = new Document(runtimes.gvisor);
  const reasonAgainst = ({ key, value }: Candidate): string | undefined => {
    const [first, flag] = key;
    if (first === 'options' && flag !== undefined && !known.has(flag)) return 'this runsc has no such flag';
    return gvisor.getIn(key) === value ? 'the cluster has it already' : undefined;
  };
  return {
    tried: candidates.filter((each) => reasonAgainst(each) === undefined),
    left: candidates.flatMap((each) => {
      const because = reasonAgainst(each);
      return because === undefined ? [] : [{ what: nameOf(each), because }];
    }),
  };
};
