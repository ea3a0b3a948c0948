import type { Figure } from '../analysis/figures-schema.ts';
import { costOf, labelled } from './headline.ts';
import { colourOf, escaped, interval, runtimeName, times } from './html.ts';

/**
 * One row a figure: how many times worse than the baseline, on a logarithmic axis that all rows share, with its
 * interval. Positions are percentages, so it fits a phone and a page without shrinking its text.
 */
export const dotPlot = (figures: readonly Figure[]): string => {
  const costs = figures.flatMap(({ ratio }) => (ratio ? [ratio.costLow, ratio.costHigh] : []));
  const low = Math.min(0.95, ...costs) * 0.95;
  const high = Math.max(2, ...costs) * 1.05;
  const at = (cost: number): string => `${((Math.log(cost / low) / Math.log(high / low)) * 100).toFixed(2)}%`;
  const ticks = [0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 20, 50, 100].filter((tick) => tick > low && tick < high);
  const grid = ticks
    .map((tick) => `<line x1="${at(tick)}" x2="${at(tick)}" y1="0" y2="100%" class="${tick === 1 ? 'one' : 'grid'}"/>`)
    .join('');
  const nameOf = labelled(figures);
  const rows = figures.map((figure) => row(nameOf(figure), figure, at, grid));
  const axis = ticks.map((tick) => `<text x="${at(tick)}" y="14">${tick}×</text>`).join('');
  return `<div class="dots" role="list">${rows.join('')}<div class="row axis" aria-hidden="true"><span></span><svg height="20">${axis}</svg><span></span></div></div>`;
};

const row = (label: string, figure: Figure, at: (cost: number) => string, grid: string): string => {
  const { ratio } = figure;
  if (ratio === undefined) return '';
  const words = `${label}, ${figure.metric}, ${runtimeName(figure.runtime)}: ${interval(ratio)}`;
  const name = `${label} · ${figure.metric}${figure.emulated ? ' (emulated)' : ''}`;
  return [
    `<div class="row" role="listitem"><span>${escaped(name)}</span>`,
    `<svg class="dot-row" role="img" aria-label="${escaped(words)}">${grid}`,
    `<line x1="${at(ratio.costLow)}" x2="${at(ratio.costHigh)}" y1="50%" y2="50%" class="whisker ${colourOf(figure.runtime)}"/>`,
    `<circle cx="${at(costOf(figure))}" cy="50%" r="5" class="dot ${colourOf(figure.runtime)}"/></svg>`,
    `<b>${escaped(runtimeName(figure.runtime))} ${times(ratio.cost)}</b></div>`,
  ].join('');
};
