import type { Sample } from '../evidence/sample.ts';
import type { Pair } from '../statistics/paired-ratio.ts';
import { caseKey } from './case-key.ts';

export interface CasePairs {
  readonly case: Sample['case'];
  /** By round; both halves were measured and neither is a warm-up. */
  readonly byRound: ReadonlyMap<number, Pair>;
}

/** What pairs a runtime's samples of one metric with the baseline's, by case and round. Samples are of one trial. */
export const pairsOf = (
  samples: readonly Sample[],
  { metric, baseline, other }: { metric: string; baseline: string; other: string },
): CasePairs[] => {
  const values = new Map<string, { case: Sample['case']; rounds: Map<number, Map<string, number>> }>();
  for (const sample of samples) {
    const reading = sample.readings.find((each) => each.metric === metric);
    if (sample.warmUp || reading === undefined) continue;
    const key = caseKey(sample.case);
    const entry = values.get(key) ?? { case: sample.case, rounds: new Map() };
    const round = entry.rounds.get(sample.round) ?? new Map();
    values.set(key, { ...entry, rounds: entry.rounds.set(sample.round, round.set(sample.runtime, reading.value)) });
  }
  return [...values.values()].map((entry) => ({
    case: entry.case,
    byRound: new Map([...entry.rounds].flatMap(([round, byRuntime]) => pairIn(round, byRuntime, baseline, other))),
  }));
};

const pairIn = (
  round: number,
  byRuntime: ReadonlyMap<string, number>,
  baseline: string,
  other: string,
): [number, Pair][] => {
  const [first, second] = [byRuntime.get(baseline), byRuntime.get(other)];
  return first === undefined || second === undefined ? [] : [[round, { baseline: first, other: second }]];
};
