import type { Evidence } from '../evidence/evidence.ts';
import type { Sample } from '../evidence/sample.ts';
import { geometricMeanOfRatios } from '../statistics/geometric-mean-of-ratios.ts';
import { costOf } from './cost.ts';
import type { Mean } from './figures-schema.ts';
import { isEmulated } from './is-emulated.ts';
import { isNarrow } from './is-narrow.ts';
import { pairsOf } from './pairs.ts';
import { roundsOf } from './rounds-of.ts';
import { verdictOnMean } from './targets.ts';

/** Geometric means over cases of one family. Nothing is averaged over cases that are different kinds of work. */
export const meansOf = ({ run }: Evidence, valid: readonly Sample[]): Mean[] => {
  const [, ...others] = run.plan.runtimes;
  const families = Map.groupBy(
    valid.filter((sample) => sample.case.family !== undefined),
    (sample) => JSON.stringify([sample.suite, sample.trial, sample.case.family]),
  );
  return [...families.values()].flatMap((samples) =>
    judgedMetrics(samples).flatMap((metric) => others.flatMap((runtime) => meanOf(run, samples, metric, runtime))),
  );
};

interface Metric {
  readonly metric: string;
  readonly better: 'higher' | 'lower';
}

const judgedMetrics = (samples: readonly Sample[]): Metric[] =>
  (samples[0]?.readings ?? []).flatMap(({ metric, better, partOf }) =>
    better === 'neither' || partOf !== undefined ? [] : [{ metric, better }],
  );

const meanOf = (
  run: Evidence['run'],
  samples: readonly Sample[],
  { metric, better }: Metric,
  runtime: string,
): Mean[] => {
  const [first] = samples;
  const baseline = run.plan.runtimes[0] ?? '';
  const cases = pairsOf(samples, { metric, baseline, other: runtime }).filter(({ byRound }) => byRound.size > 0);
  const rounds = roundsOf(cases);
  if (first === undefined || rounds.length === 0) return [];
  const interval = geometricMeanOfRatios(rounds);
  const cost = costOf(interval, better);
  const subject = { suite: first.suite, metric, runtime, caseName: '' };
  const verdict = verdictOnMean(subject, { ...interval, value: cost.cost, low: cost.costLow, high: cost.costHigh });
  return [
    {
      suite: first.suite,
      trial: first.trial,
      family: first.case.family ?? '',
      metric,
      cases: cases.length,
      runtime,
      emulated: isEmulated(run, samples, runtime),
      ...interval,
      baseline,
      ...cost,
      precise: isNarrow(interval, run.plan.precision),
      ...(verdict === undefined ? {} : { verdict }),
    },
  ];
};
