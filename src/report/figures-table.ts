import type { Figure } from '../analysis/figures-schema.ts';
import { escaped, shown, times } from './html.ts';

const head = ['suite', 'case', 'metric', 'runtime', 'median', 'interval', 'n', 'flagged', 'cost', 'ceiling', 'goal'];

/** Every number of the report. */
export const figuresTable = (figures: readonly Figure[]): string =>
  `<div class="scroll" tabindex="0"><table><thead><tr>${head.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody>${figures.map(row).join('')}</tbody></table></div>`;

const row = (figure: Figure): string => {
  const { median, ratio, ceiling, verdict } = figure;
  const cells = [
    figure.suite,
    figure.case,
    figure.metric,
    figure.runtime + (figure.isCeiling ? ' (ceiling)' : '') + (figure.emulated ? ' (emulated)' : ''),
    `${shown(median.value)} ${figure.unit}`,
    `${shown(median.low)} to ${shown(median.high)}${median.confidence < 0.95 ? ` (${Math.round(median.confidence * 100)} %)` : ''}`,
    String(median.n),
    String(figure.flagged),
    ratio === undefined ? '' : `${times(ratio.cost)} [${times(ratio.costLow)}, ${times(ratio.costHigh)}]`,
    ceiling === undefined ? '' : `${shown(ceiling.value)} ${figure.unit} (${ceiling.name})`,
    verdict === undefined ? '' : `${verdict.outcome}: ${verdict.target}`,
  ];
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
};
