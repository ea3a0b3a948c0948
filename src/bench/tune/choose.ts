import type { Figures, Mean } from '../../analysis/figures-schema.ts';
import type { Candidate } from './options.ts';
import { nameOf } from './variants.ts';

export interface Judged {
  readonly candidate: Candidate;
  /** Against the cluster as it is: below 1 is faster. Undefined where it could not be measured. */
  readonly mean?: Mean;
  readonly outcome: 'faster' | 'slower' | 'no difference shown' | 'failed';
}

/** What each candidate did to TPC-H: a difference is one whose whole interval lies on one side. */
export const judge = (found: Figures, candidates: readonly Candidate[]): Judged[] =>
  candidates.map((candidate) => {
    const mean = found.means.find(({ runtime, family }) => runtime === nameOf(candidate) && family === 'TPC-H');
    if (mean === undefined) return { candidate, outcome: 'failed' };
    const outcome = mean.costHigh < 1 ? 'faster' : mean.costLow > 1 ? 'slower' : 'no difference shown';
    return { candidate, mean, outcome };
  });

/** The fastest that is faster beyond doubt and shares no more than before; undefined where there is none. */
export const winnerOf = (judged: readonly Judged[]): Judged | undefined =>
  judged
    .filter(({ outcome, candidate }) => outcome === 'faster' && candidate.choosable)
    .toSorted((a, b) => (a.mean?.cost ?? 1) - (b.mean?.cost ?? 1))[0];
