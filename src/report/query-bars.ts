import type { Figure } from '../analysis/figures-schema.ts';
import { escaped, runtimeName, shown, times } from './html.ts';
import { linearTicks } from './ticks.ts';

/** What a task’s time is made of, in the order of the bars. */
const parts = [
  'computing and reading',
  'garbage collection',
  'waiting for shuffle',
  'writing shuffle',
  'deserialisation',
  'results',
  'scheduler delay',
] as const;

const barHeight = 12;
const rowHeight = 18;

/**
 * One row a query, one bar a runtime: time in tasks, by what it went into (tasks run side by side, so that it may be
 * longer than the query took), and a mark where the query's own time ends.
 */
export const queryBars = (figures: readonly Figure[], runtimes: readonly string[]): string => {
  const own = figures.filter(({ isCeiling }) => !isCeiling);
  // What was measured of all queries together has no time of its own.
  const timed = new Set(own.filter(({ metric }) => metric === 'time').map(({ caseName }) => caseName));
  const cases = [...Map.groupBy(own, ({ caseName }) => caseName)].filter(([name]) => timed.has(name));
  const bars = cases.map(([name, all]) => ({ name, bars: runtimes.map((runtime) => barOf(all, runtime)) }));
  const longest = Math.max(...bars.flatMap((row) => row.bars.map(({ time, tasks }) => Math.max(time, tasks))));
  if (!(longest > 0)) return '';
  const ticks = linearTicks(longest);
  const at = (seconds: number): string => `${((100 * seconds) / (longest * 1.02)).toFixed(2)}%`;
  const grid = ticks.map((tick) => `<line class="grid" x1="${at(tick)}" x2="${at(tick)}" y1="0" y2="100%"/>`).join('');
  const rows = bars.map((row) => rowOf(row, at, grid));
  const axis = ticks.map((tick) => `<text x="${at(tick)}" y="14">${shown(tick)} s</text>`).join('');
  const legend = parts.map((part, index) => `<span class="key part${index}">${part}</span>`).join(' ');
  return [
    `<p class="legend">${legend} <span class="key wall">the query itself</span></p>`,
    `<div class="dots bars" role="list">${rows.join('')}`,
    `<div class="row axis" aria-hidden="true"><span></span><svg height="20">${axis}</svg><span></span></div></div>`,
  ].join('');
};

interface Bar {
  readonly runtime: string;
  readonly time: number;
  readonly tasks: number;
  readonly seconds: readonly number[];
  readonly cost: number | undefined;
}

const barOf = (figures: readonly Figure[], runtime: string): Bar => {
  const own = figures.filter((each) => each.runtime === runtime);
  const value = (metric: string): number => own.find((each) => each.metric === metric)?.median.value ?? 0;
  const seconds = parts.map(value);
  return {
    runtime,
    time: value('time'),
    tasks: seconds.reduce((sum, each) => sum + each, 0),
    seconds,
    cost: own.find(({ metric }) => metric === 'time')?.ratio?.cost,
  };
};

const rowOf = (
  { name, bars }: { name: string; bars: readonly Bar[] },
  at: (seconds: number) => string,
  grid: string,
): string => {
  const drawn = bars.map((bar, index) => drawnBar(bar, index * rowHeight, at));
  const height = bars.length * rowHeight;
  const words = `${name}: ${bars.map(({ runtime, time, tasks }) => `${runtimeName(runtime)} ${shown(time)} s, ${shown(tasks)} s in tasks`).join('; ')}`;
  const values = bars.map(
    ({ runtime, time, cost }) =>
      `${escaped(runtimeName(runtime))} ${shown(time)} s${cost === undefined ? '' : ` ${times(cost)}`}`,
  );
  return [
    `<div class="row" role="listitem"><span>${escaped(name)}</span>`,
    `<svg height="${height}" role="img" aria-label="${escaped(words)}">${grid}${drawn.join('')}</svg>`,
    `<b>${values.join('<br>')}</b></div>`,
  ].join('');
};

const drawnBar = ({ seconds, time }: Bar, y: number, at: (seconds: number) => string): string => {
  let from = 0;
  const top = y + (rowHeight - barHeight) / 2;
  const pieces = seconds.map((length, index) => {
    const piece = `<rect class="part${index}" x="${at(from)}" width="${at(length)}" y="${top}" height="${barHeight}"/>`;
    from += length;
    return length > 0 ? piece : '';
  });
  const mark = `<line class="wall" x1="${at(time)}" x2="${at(time)}" y1="${top - 2}" y2="${top + barHeight + 2}"/>`;
  return pieces.join('') + mark;
};
