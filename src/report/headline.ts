import type { Figure, Figures, Mean } from '../analysis/figures-schema.ts';
import { interval, percent, runtimeName, shown, times } from './html.ts';
import { type Question, questionOf } from './questions.ts';

export interface Headline {
  readonly suite: string;
  readonly question: string;
  readonly sentences: readonly string[];
}

/** One question per suite, answered in a sentence per runtime. Emulated runtimes are left out. */
export const headlinesOf = (found: Figures): Headline[] =>
  found.run.plan.suites.map((suite) => ({
    suite,
    question: questionOf(suite).question,
    sentences: found.run.plan.runtimes.slice(1).map((runtime) => sentenceOf(found, suite, runtime)),
  }));

const sentenceOf = (found: Figures, suite: string, runtime: string): string => {
  const name = runtimeName(runtime);
  const all = judgedFigures(found.figures).filter((each) => each.suite === suite && each.runtime === runtime);
  if (all.some(({ emulated }) => emulated)) return `${name} ran in software emulation: no headline.`;
  const question = questionOf(suite);
  const judged = shownFirst(all, question);
  const [worst] = judged.toSorted((a, b) => costOf(b) - costOf(a));
  if (worst === undefined) return `${name} was not measured.`;
  // Of repeated and first runs, the repeated ones are the steady state.
  const mean = found.means.find((each) => each.suite === suite && each.runtime === runtime);
  const most = `The most, ${times(costOf(worst))}, in ${worst.caseName} (${worst.metric}).`;
  if (mean !== undefined) return `${meanWords(mean, name)} ${most}${whereItGoes(found, mean)}`;
  const key = keyFigure(judged, question);
  return key === undefined ? `${name}: ${most}` : `${keyWords(found, key, question, name)} ${most}`;
};

const meanWords = (mean: Mean, name: string): string => {
  const { cost, costLow, costHigh, n, confidence, cases, family, baseline } = mean;
  const range =
    n === 1
      ? ' in a single round'
      : ` [${percent(costLow)}, ${percent(costHigh)}]${confidence < 0.95 ? `, ${Math.round(confidence * 100)} % sure,` : ''}`;
  return `${name} costs ${percent(cost)}${range} on ${family}, in the geometric mean of ${cases} queries against ${runtimeName(baseline)}.`;
};

const keyFigure = (judged: readonly Figure[], { key }: Question): Figure | undefined =>
  key === undefined ? undefined : judged.find(({ caseName, metric }) => caseName === key.case && metric === key.metric);

const keyWords = (found: Figures, figure: Figure, { key }: Question, name: string): string => {
  const { ratio, median, unit, runtime } = figure;
  const baseline = found.run.plan.runtimes[0] ?? '';
  const base = found.figures.find(
    (each) => each.runtime === baseline && each.case === figure.case && each.metric === figure.metric,
  );
  const cost = ratio === undefined ? '' : ` (cost: ${interval(ratio)})`;
  const before = base === undefined ? '' : `${shown(base.median.value)} ${unit} in ${runtimeName(baseline)}, `;
  return `${key?.words ?? figure.caseName}: ${before}${shown(median.value)} ${unit} in ${runtime === '' ? name : runtimeName(runtime)}${cost}.`;
};

/** Which part of the tasks’ time grew most, over all cases of a family. */
const whereItGoes = ({ figures }: Figures, { suite, runtime, baseline, family }: Mean): string => {
  const parts = figures.filter((each) => each.suite === suite && each.partOf === 'task time');
  const own = parts.filter(({ caseName }) => caseName.includes(', first run') === family.includes('first run'));
  const total = (metric: string, of: string): number =>
    own
      .filter((each) => each.metric === metric && each.runtime === of)
      .reduce((sum, { median }) => sum + median.value, 0);
  const growth = [...new Set(own.map(({ metric }) => metric))]
    .map((metric) => ({ metric, more: total(metric, runtime) - total(metric, baseline) }))
    .toSorted((a, b) => b.more - a.more);
  const all = growth.reduce((sum, { more }) => sum + Math.max(0, more), 0);
  const [first, second] = growth;
  if (first === undefined || second === undefined || all <= 0 || first.more <= 0) return '';
  const share = ({ metric, more }: { metric: string; more: number }) =>
    `${Math.round((100 * Math.max(0, more)) / all)} % ${metric}`;
  return ` Of the further time in tasks, ${share(first)}, ${share(second)}.`;
};

/** Figures with a ratio, of metrics that are better one way. */
export const judgedFigures = (figures: readonly Figure[]): Figure[] =>
  figures.filter(({ ratio, better, partOf }) => ratio !== undefined && better !== 'neither' && partOf === undefined);

/** Those whose metric the question is about; all of them where it names none that is there. */
export const shownFirst = (judged: readonly Figure[], { metrics }: Question): readonly Figure[] => {
  const named = judged.filter(({ metric }) => metrics?.includes(metric) ?? true);
  return named.length === 0 ? judged : named;
};

/** A case’s name where it tells which case it is, else with its parameters. */
export const labelled = (figures: readonly Figure[]): ((figure: Figure) => string) => {
  const cases = Map.groupBy(figures, ({ caseName }) => caseName);
  const plain = new Set(
    [...cases].filter(([, own]) => new Set(own.map((each) => each.case)).size === 1).map(([name]) => name),
  );
  return (figure) => (plain.has(figure.caseName) ? figure.caseName : figure.case);
};

export const costOf = ({ ratio }: Figure): number => ratio?.cost ?? Number.NaN;
