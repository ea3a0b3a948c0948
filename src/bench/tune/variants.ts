import { Document } from 'yaml';
import { runscFlags } from '../../cluster/services/dockerd.ts';
import { type ClusterSpec, clusterSpec } from '../../cluster/spec.ts';
import { unfitAnyway } from '../../runtimes/kata/unfit.ts';
import type { Candidate, NotTried } from './candidates/candidate.ts';
import type { RunscFlags } from './flags.ts';

/** The cluster as it is: what every candidate is compared with. */
export const asItIs = 'as it is';

export const nameOf = ({ key, value }: Pick<Candidate, 'key' | 'value'>): string => `${key.at(-1)}=${value}`;

/** The spec with one setting of a runtime class changed. */
export const specWith = (
  spec: ClusterSpec,
  { runtime, key, value }: Pick<Candidate, 'runtime' | 'key' | 'value'>,
): ClusterSpec => {
  const document = new Document(spec);
  document.setIn(['runtimes', runtime, ...key], value);
  return clusterSpec.parse(document.toJS());
};

interface Tryable {
  readonly tried: readonly Candidate[];
  readonly left: readonly NotTried[];
}

/** Which candidates there is anything to learn from, and why from others there is not. */
export const tryable = (candidates: readonly Candidate[], known: RunscFlags, spec: ClusterSpec): Tryable => {
  const judged = candidates.map((candidate) => ({ candidate, because: reasonAgainst(candidate, known, spec) }));
  return {
    tried: judged.flatMap(({ candidate, because }) => (because === undefined ? [candidate] : [])),
    left: judged.flatMap(({ candidate, because }) =>
      because === undefined ? [] : [{ runtime: candidate.runtime, what: nameOf(candidate), because }],
    ),
  };
};

const reasonAgainst = (candidate: Candidate, known: RunscFlags, spec: ClusterSpec): string | undefined => {
  const { runtime, key, value } = candidate;
  if (new Document(spec.runtimes[runtime]).getIn(key) === value) return 'the cluster has it already';
  if (runtime === 'kata') return unfitAnyway(specWith(spec, candidate).runtimes.kata)?.because;
  const [first, flag] = key;
  return first === 'options' && flag !== undefined ? reasonAgainstFlag(candidate, flag, known, spec) : undefined;
};

const reasonAgainstFlag = (
  { value, needs }: Candidate,
  flag: string,
  known: RunscFlags,
  spec: ClusterSpec,
): string | undefined => {
  const now = (name: string): string | undefined => runscFlags({ spec })[name] ?? known.get(name);
  if (!known.has(flag)) return 'this runsc has no such flag';
  if (now(flag) === value) return 'it is so already, unasked';
  return needs === undefined || now(needs.flag) === needs.value
    ? undefined
    : `it changes nothing without ${needs.flag}=${needs.value}`;
};
