import type { Figure, Interval } from '../analysis/figures-schema.ts';
import { escaped, interval, shown } from './html.ts';

const head = ['case', 'metric', 'runtime', 'median', 'interval', 'n', 'flagged', 'cost', 'ceiling', 'goal'];

/** Every number of a suite. */
export const figuresTable = (caption: string, figures: readonly Figure[]): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption)}"><table><thead><tr>${head.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody>${figures.map(row).join('')}</tbody></table></div>`;

const row = (figure: Figure): string => {
  const { median, ratio, ceiling, verdict } = figure;
  const cells = [
    figure.case,
    figure.metric,
    figure.runtime + (figure.isCeiling ? ' (ceiling)' : '') + (figure.emulated ? ' (emulated)' : ''),
    `${shown(median.value)} ${figure.unit}`,
    range(median),
    String(median.n),
    String(figure.flagged),
    ratio === undefined ? '' : interval(ratio),
    ceiling === undefined ? '' : `${shown(ceiling.value)} ${figure.unit} (${ceiling.name})`,
    verdict === undefined ? '' : `${verdict.outcome}: ${verdict.target}`,
  ];
  return `<tr>${cells.map((cell, index) => (index === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td>${escaped(cell)}</td>`)).join('')}</tr>`;
};

const range = ({ low, high, n, confidence }: Interval): string =>
  n === 1 ? '' : `${shown(low)} to ${shown(high)}${confidence < 0.95 ? ` (${Math.round(confidence * 100)} %)` : ''}`;
