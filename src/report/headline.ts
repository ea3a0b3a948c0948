import type { Figure, Figures } from '../analysis/figures-schema.ts';
import { times } from './html.ts';

const questions: Readonly<Record<string, string>> = {
  tpch: 'What does isolation cost Spark?',
  fio: 'What does it cost to read and write files?',
  iperf3: 'What does it cost the network?',
  'stress-ng': 'What does it cost in computing and kernel calls?',
  launch: 'How much later does a container start?',
  density: 'How much more memory does an executor take?',
};

export interface Headline {
  readonly suite: string;
  readonly question: string;
  readonly sentences: readonly string[];
}

/** One question per suite, answered in a sentence per runtime. Emulated runtimes are left out. */
export const headlinesOf = (found: Figures): Headline[] =>
  found.run.plan.suites.map((suite) => ({
    suite,
    question: questions[suite] ?? `What does isolation cost in ${suite}?`,
    sentences: found.run.plan.runtimes.slice(1).map((runtime) => sentenceOf(found, suite, runtime)),
  }));

const sentenceOf = (found: Figures, suite: string, runtime: string): string => {
  const judged = judgedFigures(found.figures).filter((each) => each.suite === suite && each.runtime === runtime);
  if (judged.some(({ emulated }) => emulated)) return `${runtime} ran in software emulation: no headline.`;
  if (judged.length === 0) return `${runtime} was not measured.`;
  const sorted = judged.toSorted((a, b) => costOf(a) - costOf(b));
  const worst = sorted.at(-1);
  const mean = found.means.find((each) => each.suite === suite && each.runtime === runtime);
  const most = worst === undefined ? '' : `the most, ${times(costOf(worst))}, in ${worst.case} (${worst.metric})`;
  if (mean !== undefined) {
    const interval = `[${times(mean.costLow)}, ${times(mean.costHigh)}], ${Math.round(mean.confidence * 100)} % sure`;
    return `${runtime} takes ${times(mean.cost)} of ${mean.baseline} ${interval} in the geometric mean; ${most}.`;
  }
  const least = sorted[0];
  return `${runtime} is ${least === undefined ? '' : times(costOf(least))} to ${worst === undefined ? '' : times(costOf(worst))} as costly as ${found.run.plan.runtimes[0]}; ${most}.`;
};

/** Figures with a ratio, of metrics that are better one way. */
export const judgedFigures = (figures: readonly Figure[]): Figure[] =>
  figures.filter(({ ratio, better, partOf }) => ratio !== undefined && better !== 'neither' && partOf === undefined);

export const costOf = ({ ratio }: Figure): number => ratio?.cost ?? Number.NaN;
