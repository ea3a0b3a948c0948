import { colourOf, escaped, runtimeName } from './html.ts';

export interface Point {
  /** Shares of the axis, 0 to 1, from the left and from the bottom. */
  readonly x: number;
  readonly y: number;
  /** The interval of y, where there is one. */
  readonly low?: number;
  readonly high?: number;
}

export interface Line {
  readonly runtime: string;
  readonly points: readonly Point[];
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface Chart {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** The picture in words, for who does not see it. */
  readonly words: string;
}

/** Lines on a grid. Labels are text beside the drawing, which alone stretches: so they stay readable at any width. */
export const lineChart = ({ title, lines, xTicks, yTicks, words }: Chart): string => {
  const y = (share: number): string => percentOf(1 - share);
  const grid = yTicks.map(({ at }) => `<line class="grid" x1="0" x2="100" y1="${y(at)}" y2="${y(at)}"/>`).join('');
  const drawn = lines.map((line) => drawnLine(line, y)).join('');
  const yLabels = yTicks.map(({ at, label }) => `<i style="bottom:${percentOf(at)}%">${escaped(label)}</i>`).join('');
  const xLabels = xTicks.map(({ at, label }) => `<i style="left:${percentOf(at)}%">${escaped(label)}</i>`).join('');
  return [
    `<figure class="chart"><figcaption>${escaped(title)}</figcaption><div class="plot" role="img" aria-label="${escaped(words)}">`,
    `<div class="y" aria-hidden="true">${yLabels}</div>`,
    `<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">${grid}${drawn}</svg>`,
    `<div class="x" aria-hidden="true">${xLabels}</div></div></figure>`,
  ].join('');
};

const percentOf = (share: number): string => (100 * share).toFixed(2);

const drawnLine = ({ runtime, points }: Line, y: (share: number) => string): string => {
  const at = ({ x, y: share }: Point): string => `${percentOf(x)},${y(share)}`;
  const whiskers = points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined
      ? []
      : [`<line class="whisker" x1="${percentOf(x)}" x2="${percentOf(x)}" y1="${y(low)}" y2="${y(high)}"/>`],
  );
  return `<g class="${colourOf(runtime)}"><polyline points="${points.map(at).join(' ')}"/>${whiskers.join('')}</g>`;
};

/** Which colour is which runtime. */
export const legend = (runtimes: readonly string[]): string =>
  `<p class="legend">${runtimes.map((runtime) => `<span class="key ${colourOf(runtime)}">${escaped(runtimeName(runtime))}</span>`).join(' ')}</p>`;
