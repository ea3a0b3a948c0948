import type { Evidence } from '../evidence/evidence.ts';
import type { Sample } from '../evidence/sample.ts';
import { holm } from '../statistics/holm.ts';
import { welch } from '../statistics/welch.ts';
import { caseKey } from './case-key.ts';
import { type CasePairs, pairsOf } from './pairs.ts';
import { roundsOf } from './rounds-of.ts';
import { sortSamples } from './sort-samples.ts';

export interface Change {
  readonly suite: string;
  readonly what: string;
  readonly metric: string;
  readonly runtime: string;
  /** How many times worse the second run is than the first, beside the baseline: 1.3 is 30 % slower. */
  readonly factor: number;
  readonly p: number;
  readonly regressed: boolean;
}

export interface Comparison {
  readonly changes: readonly Change[];
  /** Measured in the first run and not in the second. */
  readonly missing: readonly string[];
  /** Something is worse, or gone. */
  readonly regressed: boolean;
}

/** The chance of one false alarm among all figures of one kind. */
const level = 0.025;

/**
 * What is worse in the second run by more than `tolerance` (0.1 is 10 %). Compared are ratios to the baseline within
 * each round, so that a faster machine, or another day, is no change. Welch's test on their logarithms, corrected for
 * the number of figures by Holm's procedure: once over geometric means, once over single figures.
 */
export const compareRuns = (first: Evidence, second: Evidence, tolerance: number): Comparison => {
  const [before, after] = [seriesOf(first), seriesOf(second)];
  const missing = [...before.keys()].filter((key) => !after.has(key)).map((key) => nameOf(before.get(key)));
  const tested = [...before].flatMap(([key, was]) => {
    const is = after.get(key);
    return is === undefined ? [] : [{ ...was, ...welch(was.logs, is.logs, Math.log1p(tolerance)) }];
  });
  const changes = [true, false].flatMap((isMean) => {
    const family = tested.filter((each) => each.isMean === isMean);
    const significant = holm(
      family.map(({ p }) => p),
      level,
    );
    return family.map(({ suite, what, metric, runtime, difference, p }, index) => ({
      ...{ suite, what, metric, runtime, p },
      factor: Math.exp(difference),
      regressed: significant[index] ?? false,
    }));
  });
  return { changes, missing, regressed: missing.length > 0 || changes.some(({ regressed }) => regressed) };
};

interface Series {
  readonly suite: string;
  readonly what: string;
  readonly metric: string;
  readonly runtime: string;
  readonly isMean: boolean;
  /** Logarithms of how many times worse than the baseline, one a round. */
  readonly logs: readonly number[];
}

const nameOf = (series: Series | undefined): string =>
  series === undefined ? '' : `${series.suite}: ${series.what}, ${series.metric}, ${series.runtime}`;

const seriesOf = (evidence: Evidence): Map<string, Series> => {
  const trials = Map.groupBy(sortSamples(evidence).valid, ({ suite, trial }) => JSON.stringify([suite, trial]));
  const all = [...trials.values()].flatMap((samples) => seriesOfTrial(samples, evidence.run.plan.runtimes));
  return new Map(all.map((series) => [nameOf(series), series]));
};

const seriesOfTrial = (samples: readonly Sample[], [baseline = '', ...others]: readonly string[]): Series[] => {
  const suite = samples[0]?.suite ?? '';
  return judgedMetrics(samples).flatMap(({ metric, sign }) =>
    others.flatMap((runtime) => {
      const pairs = pairsOf(samples, { metric, baseline, other: runtime }).filter(({ byRound }) => byRound.size > 0);
      const common = { suite, metric, runtime };
      const single = pairs.map((each) => ({
        ...common,
        what: caseKey(each.case),
        isMean: false,
        logs: [...each.byRound.values()].map((pair) => sign * Math.log(pair.other / pair.baseline)),
      }));
      return [...single, ...meanSeries(pairs, sign).map((mean) => ({ ...common, ...mean, isMean: true }))];
    }),
  );
};

/** In each round, the mean of the logarithms over the cases of a family: the logarithm of the geometric mean. */
const meanSeries = (pairs: readonly CasePairs[], sign: number): { what: string; logs: number[] }[] => {
  const families = Map.groupBy(
    pairs.filter((each) => each.case.family !== undefined),
    (each) => each.case.family ?? '',
  );
  return [...families].map(([family, cases]) => ({
    what: `geometric mean of ${family}`,
    logs: roundsOf(cases).map((round) => {
      const logs = [...round.values()].map((pair) => sign * Math.log(pair.other / pair.baseline));
      return logs.reduce((sum, each) => sum + each, 0) / logs.length;
    }),
  }));
};

const judgedMetrics = (samples: readonly Sample[]): { metric: string; sign: 1 | -1 }[] => {
  const readings = samples.flatMap((sample) => sample.readings).filter(({ better }) => better !== 'neither');
  const judged = readings.filter(({ partOf }) => partOf === undefined);
  return [...new Map(judged.map(({ metric, better }) => [metric, better])).entries()].map(([metric, better]) => ({
    metric,
    sign: better === 'higher' ? -1 : 1,
  }));
};
