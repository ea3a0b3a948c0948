import type { Figures } from '../analysis/figures-schema.ts';
import { cpuSection } from './cpu-section.ts';
import { densityLine } from './density-line.ts';
import { dotPlot } from './dot-plot.ts';
import { costOf, type Headline, judgedFigures, shownFirst } from './headline.ts';
import { escaped } from './html.ts';
import { latencyCurves } from './latency-curves.ts';
import { queryBars } from './query-bars.ts';
import { questionOf } from './questions.ts';

/** Rows of a dot plot that are read without effort; the rest is folded away. */
const shownRows = 14;

/** One question, its answer, and a picture of it. */
export const card = (found: Figures, { suite, question, sentences }: Headline): string => {
  const own = found.figures.filter((figure) => figure.suite === suite);
  const words = sentences.map((sentence) => `<p class="answer">${escaped(sentence)}</p>`).join('');
  const picture = own.length === 0 ? '' : pictureOf(found, suite);
  const numbers =
    own.length === 0
      ? ''
      : `<p class="soft"><a href="#numbers-${escaped(suite)}">All ${own.length} numbers behind this</a></p>`;
  return `<section class="card" id="${escaped(suite)}"><h2>${escaped(question)}</h2>${words}${picture}${numbers}</section>`;
};

const pictureOf = (found: Figures, suite: string): string => {
  // Emulation is no measure of anything: its figures are in the tables, and among the ratios that are folded away.
  const own = found.figures.filter((figure) => figure.suite === suite && !figure.emulated);
  if (suite === 'density') return densityLine(own);
  const runtimes = found.run.plan.runtimes.filter((name) => own.some(({ runtime }) => runtime === name));
  const hasParts = own.some(({ partOf }) => partOf !== undefined);
  if (!hasParts) return ratios(found, suite) + latencyCurves(own);
  const isFirst = ({ caseName }: { caseName: string }): boolean => caseName.endsWith('first run');
  const firsts = own.filter(isFirst);
  const repeated = own.filter((figure) => !isFirst(figure));
  const folded = `<details><summary>The first run of each</summary>${queryBars(firsts, runtimes)}</details>`;
  const bars = queryBars(repeated, runtimes) + (firsts.length === 0 ? '' : folded);
  return bars + cpuSection(own, runtimes) + ratios(found, suite);
};

/** Dots of the metrics that the question is about, the costliest on top; those of all the others folded away. */
const ratios = ({ figures }: Figures, suite: string): string => {
  const judged = judgedFigures(figures).filter((figure) => figure.suite === suite);
  const real = judged.filter(({ emulated }) => !emulated);
  const first = shownFirst(real, questionOf(suite)).toSorted((a, b) => costOf(b) - costOf(a));
  if (judged.length === 0) return '';
  const rest = [...first.slice(shownRows), ...judged.filter((figure) => !first.includes(figure))];
  const more = `<details><summary>${rest.length} more ratios</summary>${dotPlot(rest)}</details>`;
  const heading = '<h3>How many times as costly as the baseline, with intervals</h3>';
  return (first.length === 0 ? '' : heading + dotPlot(first.slice(0, shownRows))) + (rest.length === 0 ? '' : more);
};
