import type { Figure } from '../analysis/figures-schema.ts';
import { runtimeName, shown } from './html.ts';
import { legend, lineChart } from './line-chart.ts';
import { linearTicks } from './ticks.ts';

/** Memory of the host against the number of idle executors, one line a runtime. */
export const densityLine = (figures: readonly Figure[]): string => {
  const points = figures.filter(({ metric, parameters }) => metric === 'memory' && 'executors' in parameters);
  const countOf = ({ parameters }: Figure): number => Number(parameters.executors);
  const lines = Map.groupBy(points, ({ runtime }) => runtime);
  if (points.length === 0) return '';
  const most = Math.max(...points.map(countOf));
  const high = Math.max(...points.map(({ median }) => median.high)) * 1.05;
  const across = (count: number): number => count / (most * 1.04);
  const up = (mebibytes: number): number => mebibytes / high;
  const ordered = [...lines].map(([runtime, own]) => ({
    runtime,
    own: own.toSorted((a, b) => countOf(a) - countOf(b)),
  }));
  const ticks = linearTicks(high);
  return (
    legend([...lines.keys()]) +
    lineChart({
      title: 'Memory of the host (MiB) by number of idle executors, with intervals',
      lines: ordered.map(({ runtime, own }) => ({
        runtime,
        points: own.map((figure) => ({
          x: across(countOf(figure)),
          y: up(figure.median.value),
          low: up(figure.median.low),
          high: up(figure.median.high),
        })),
      })),
      xTicks: [...new Set(points.map(countOf))].map((count) => ({ at: across(count), label: String(count) })),
      yTicks: ticks.map((tick) => ({ at: up(tick), label: shown(tick) })),
      words: ordered
        .map(
          ({ runtime, own }) =>
            `${runtimeName(runtime)}: ${own.map((figure) => `${countOf(figure)} take ${shown(figure.median.value)} MiB`).join(', ')}`,
        )
        .join('; '),
    })
  );
};
