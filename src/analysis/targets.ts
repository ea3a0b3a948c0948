import type { Interval, Verdict } from './figures-schema.ts';

interface Subject {
  readonly suite: string;
  readonly metric: string;
  readonly runtime: string;
}

interface Target {
  readonly words: string;
  readonly atMost: number;
  readonly of: (subject: Subject) => boolean;
}

/** Goals for a figure itself, in its own unit. */
const figureTargets: readonly Target[] = [
  {
    words: 'the agent takes at most 150 MiB',
    atMost: 150,
    of: ({ metric }) => metric === 'agent memory',
  },
];

/** Goals for how many times worse than the baseline. */
const meanTargets: readonly Target[] = [
  {
    words: 'tuned gVisor costs at most 1.25x runc on TPC-H',
    atMost: 1.25,
    of: ({ suite, runtime }) => suite === 'tpch' && runtime === 'gvisor',
  },
];

export const verdictOnFigure = (subject: Subject, found: Interval): Verdict | undefined =>
  judged(figureTargets, subject, found);

export const verdictOnMean = (subject: Subject, cost: Interval): Verdict | undefined =>
  judged(meanTargets, subject, cost);

/** Too few samples for an interval that one can be sure of decide nothing. */
const judged = (
  targets: readonly Target[],
  subject: Subject,
  { low, high, confidence }: Interval,
): Verdict | undefined => {
  const target = targets.find(({ of }) => of(subject));
  if (target === undefined) return undefined;
  if (confidence < 0.95) return { target: target.words, outcome: 'undecided' };
  const outcome = high <= target.atMost ? 'met' : low > target.atMost ? 'missed' : 'undecided';
  return { target: target.words, outcome };
};
