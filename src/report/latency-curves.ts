import type { Figure } from '../analysis/figures-schema.ts';
import { labelled } from './headline.ts';
import { runtimeName, shown } from './html.ts';
import { type Chart, legend, lineChart, type Tick } from './line-chart.ts';
import { logarithmicTicks } from './ticks.ts';

/** On a logistic axis the tail gets as much room as the middle. */
const logit = (q: number): number => Math.log(q / (1 - q));
const [first, last] = [0.01, 0.999];
const across = (q: number): number => (logit(q) - logit(first)) / (logit(last) - logit(first));
const axisAt = [0.01, 0.5, 0.95, 0.999];

const shownCharts = 6;

/** How latencies are distributed, one chart a case; those beyond the first few are folded away. */
export const latencyCurves = (figures: readonly Figure[]): string => {
  const nameOf = labelled(figures);
  const cases = Map.groupBy(
    figures.filter(({ distribution }) => distribution !== undefined),
    (figure) => `${nameOf(figure)} · ${figure.metric.replace(/ p50$/, '')}`,
  );
  const charts = [...cases].map(([title, own]) => lineChart(chartOf(title, own)));
  if (charts.length === 0) return '';
  const runtimes = [...new Set([...cases.values()].flat().map(({ runtime }) => runtime))];
  const rest = charts.slice(shownCharts);
  return [
    '<h3>How latencies are distributed</h3><p class="soft">Share of the exchanges, from the fastest on the left to the slowest thousandth on the right; medians over all rounds. Both axes stretch small differences.</p>',
    legend(runtimes),
    `<div class="charts">${charts.slice(0, shownCharts).join('')}</div>`,
    rest.length === 0
      ? ''
      : `<details><summary>${rest.length} more</summary><div class="charts">${rest.join('')}</div></details>`,
  ].join('');
};

const chartOf = (title: string, figures: readonly Figure[]): Chart => {
  const curves = figures.map(({ runtime, distribution = [] }) => ({
    runtime,
    points: distribution.filter(({ q, value }) => q >= first && q <= last && value > 0),
  }));
  const values = curves.flatMap(({ points }) => points.map(({ value }) => value));
  const [low, high] = [Math.min(...values) * 0.8, Math.max(...values) * 1.25];
  const up = (value: number): number => Math.log(value / low) / Math.log(high / low);
  const unit = figures[0]?.unit ?? '';
  const ticks = logarithmicTicks(low, high);
  const yTicks = ticks.map(
    (tick, index): Tick => ({
      at: up(tick),
      label: index === ticks.length - 1 ? `${shown(tick)} ${unit}` : shown(tick),
    }),
  );
  return {
    title,
    lines: curves.map(({ runtime, points }) => ({
      runtime,
      points: points.map(({ q, value }) => ({ x: across(q), y: up(value) })),
    })),
    xTicks: axisAt.map((q) => ({ at: across(q), label: `${shown(q * 100)} %` })),
    yTicks,
    words: `${title}: ${curves.map(({ runtime, points }) => `${runtimeName(runtime)} ${wordsOf(points, unit)}`).join('; ')}`,
  };
};

const wordsOf = (points: readonly { q: number; value: number }[], unit: string): string =>
  [0.5, 0.99]
    .flatMap((q) => points.filter((point) => point.q === q))
    .map(({ q, value }) => `${q === 0.5 ? 'median' : '99 % within'} ${shown(value)} ${unit}`)
    .join(', ');
