import type { Evidence } from '../evidence/evidence.ts';
import type { Run } from '../evidence/run.ts';
import type { Reading, Sample } from '../evidence/sample.ts';
import { intervalOf } from '../statistics/interval.ts';
import { ratioOfMedians } from '../statistics/paired-ratio.ts';
import { quantile } from '../statistics/quantile.ts';
import { caseKey } from './case-key.ts';
import { costOf } from './cost.ts';
import type { Figure, Figures, Ratio } from './figures-schema.ts';
import { isEmulated } from './is-emulated.ts';
import { isNarrow } from './is-narrow.ts';
import { meansOf } from './means-of.ts';
import { medianDistribution } from './median-distribution.ts';
import { sortSamples } from './sort-samples.ts';
import { verdictOnFigure } from './targets.ts';

/** Every number of the report, computed from a run's evidence and from nothing else. */
export const figuresOf = (evidence: Evidence): Figures => {
  const { run, samples, conclusions } = evidence;
  const { environment, ...rest } = run;
  const { valid, unfinished } = sortSamples(evidence);
  const byMetric = Map.groupBy(valid.flatMap(takenOf), ({ key }) => key);
  return {
    schema: 1,
    run: rest,
    environment,
    means: meansOf(evidence, valid),
    figures: [...byMetric.values()].flatMap((taken) => figuresOfMetric(evidence, taken)),
    conclusions: [...conclusions],
    samples: {
      counted: valid.length,
      unfinished: unfinished.length,
      warmUps: samples.filter(({ warmUp }) => warmUp).length,
      flagged: valid.filter(({ flags }) => flags.length > 0).length,
    },
  };
};

/** One reading of one sample. */
interface Taken {
  readonly key: string;
  readonly sample: Sample;
  readonly reading: Reading;
}

const takenOf = (sample: Sample): Taken[] =>
  sample.readings.map((reading) => ({
    key: JSON.stringify([sample.suite, sample.trial, caseKey(sample.case), reading.metric]),
    sample,
    reading,
  }));

const figuresOfMetric = ({ run }: Evidence, taken: readonly Taken[]): Figure[] => {
  const byRuntime = Map.groupBy(taken, ({ sample }) => sample.runtime);
  const baseline = run.plan.runtimes[0] ?? '';
  const baselines = byRuntime.get(baseline) ?? [];
  const ceiling = ceilingOf(taken);
  return [...byRuntime].flatMap(([runtime, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const figure = { ...plainFigure(run, runtime, first, own), ...distributionOf(own) };
    if (first.sample.ceiling) return [figure];
    const ratio = runtime === baseline ? undefined : ratioOf(own, baselines, baseline, run.plan.precision);
    const verdict = verdictOnFigure(figure, figure.median);
    return [
      {
        ...figure,
        ...(ratio === undefined ? {} : { ratio }),
        ...(ceiling === undefined ? {} : { ceiling }),
        ...(verdict === undefined ? {} : { verdict }),
      },
    ];
  });
};

const plainFigure = (run: Run, runtime: string, { sample, reading }: Taken, own: readonly Taken[]): Figure => {
  const values = own.map((each) => each.reading.value);
  return {
    suite: sample.suite,
    trial: sample.trial,
    case: caseKey(sample.case),
    caseName: sample.case.name,
    parameters: sample.case.parameters,
    metric: reading.metric,
    unit: reading.unit,
    better: reading.better,
    ...(reading.partOf === undefined ? {} : { partOf: reading.partOf }),
    runtime,
    isCeiling: sample.ceiling,
    emulated: isEmulated(
      run,
      own.map((each) => each.sample),
      runtime,
    ),
    median: intervalOf(values, (some) => quantile(some, 0.5)),
    flagged: own.filter((each) => each.sample.flags.length > 0).length,
    values,
  };
};

const distributionOf = (own: readonly Taken[]): Pick<Figure, 'distribution'> => {
  const distribution = medianDistribution(
    own.flatMap(({ reading }) => (reading.distribution === undefined ? [] : [reading.distribution])),
  );
  return distribution === undefined || distribution.length === 0 ? {} : { distribution };
};

/** The best that any ceiling reached, in the median. */
const ceilingOf = (taken: readonly Taken[]): Figure['ceiling'] => {
  const ceilings = Map.groupBy(
    taken.filter(({ sample }) => sample.ceiling),
    ({ sample }) => sample.runtime,
  );
  const medians = [...ceilings].map(([name, own]) => ({
    name,
    value: quantile(
      own.map(({ reading }) => reading.value),
      0.5,
    ),
  }));
  const sign = taken[0]?.reading.better === 'lower' ? 1 : -1;
  return medians.toSorted((a, b) => sign * (a.value - b.value))[0];
};

const ratioOf = (
  own: readonly Taken[],
  others: readonly Taken[],
  baseline: string,
  precision: number,
): Ratio | undefined => {
  const pairs = own.flatMap((each) => {
    const partner = others.find(({ sample }) => sample.round === each.sample.round);
    if (partner === undefined || !(partner.reading.value > 0) || !(each.reading.value > 0)) return [];
    const flagged = [each, partner].some(({ sample }) => sample.flags.length > 0);
    return [{ baseline: partner.reading.value, other: each.reading.value, flagged }];
  });
  if (pairs.length === 0) return undefined;
  const interval = intervalOf(pairs, ratioOfMedians);
  const unflagged = pairs.filter(({ flagged }) => !flagged);
  return {
    ...interval,
    baseline,
    ...costOf(interval, own[0]?.reading.better ?? 'lower'),
    precise: isNarrow(interval, precision),
    ...(unflagged.length === 0 || unflagged.length === pairs.length
      ? {}
      : { withoutFlagged: ratioOfMedians(unflagged) }),
  };
};
