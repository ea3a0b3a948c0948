import type { Figures, Mean } from '../../analysis/figures-schema.ts';
import type { Candidate } from './candidates/candidate.ts';
import { nameOf } from './variants.ts';

export interface Judged {
  readonly candidate: Candidate;
  /** Against the cluster as it is: below 1 is faster. Undefined where it could not be measured. */
  readonly mean?: Mean;
  readonly outcome: 'faster' | 'slower' | 'no difference shown' | 'too few rounds' | 'dropped' | 'failed';
}

const sure = 0.95;
const mostFinalists = 2;

/** What each candidate did to TPC-H: a difference is one whose whole interval, a 95 % one, lies on one side. */
export const judge = (found: Figures, candidates: readonly Candidate[]): Judged[] =>
  measured(found, candidates).map(({ candidate, mean }) => {
    if (mean === undefined) return { candidate, outcome: 'failed' };
    if (mean.confidence < sure) return { candidate, mean, outcome: 'too few rounds' };
    const outcome = mean.costHigh < 1 ? 'faster' : mean.costLow > 1 ? 'slower' : 'no difference shown';
    return { candidate, mean, outcome };
  });

interface Screened {
  /** Worth more rounds, of their own: the one that looked best among many owes some of that to luck. */
  readonly finalists: readonly Candidate[];
  /** All others. */
  readonly dropped: readonly Judged[];
}

/** Of candidates that were tried a few times each, those that may be chosen and looked faster, the fastest first. */
export const screen = (found: Figures, candidates: readonly Candidate[]): Screened => {
  const tried = measured(found, candidates);
  const finalists = tried
    .flatMap(({ candidate, mean }) =>
      candidate.choosable && mean !== undefined && mean.cost < 1 ? [{ candidate, cost: mean.cost }] : [],
    )
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, mostFinalists)
    .map(({ candidate }) => candidate);
  return {
    finalists,
    dropped: tried
      .filter(({ candidate }) => !finalists.includes(candidate))
      .map(({ candidate, mean }) =>
        mean === undefined ? { candidate, outcome: 'failed' } : { candidate, mean, outcome: 'dropped' },
      ),
  };
};

/** The fastest that is faster beyond doubt and shares no more than before; undefined where there is none. */
export const winnerOf = (judged: readonly Judged[]): Judged | undefined =>
  judged
    .filter(({ outcome, candidate }) => outcome === 'faster' && candidate.choosable)
    .toSorted((a, b) => (a.mean?.cost ?? 1) - (b.mean?.cost ?? 1))[0];

const measured = ({ means }: Figures, candidates: readonly Candidate[]) =>
  candidates.map((candidate) => ({
    candidate,
    mean: means.find(({ runtime, family }) => runtime === nameOf(candidate) && family === 'TPC-H'),
  }));
