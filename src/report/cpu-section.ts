import type { Figure } from '../analysis/figures-schema.ts';
import { escaped, interval, runtimeName, shown } from './html.ts';

const roles = [
  { metric: 'executor CPU', name: 'Executors', row: 'executors' },
  { metric: 'driver CPU', name: 'The driver', row: 'driver' },
] as const;

/** Where the CPU time goes: who took how much of it, and where. Nothing where it was not counted. */
export const cpuSection = (figures: readonly Figure[], [baseline = '', ...others]: readonly string[]): string => {
  const own = figures.filter(({ metric }) => roles.some((role) => metric.startsWith(role.metric)));
  if (own.length === 0) return '';
  const cases = [...Map.groupBy(own, ({ caseName }) => caseName)];
  const sentences = others.flatMap((runtime) => sentenceOf(own, baseline, runtime));
  const head = ['CPU time', runtimeName(baseline), ...others.flatMap((name) => [runtimeName(name), 'cost'])];
  const rows = cases.flatMap(([caseName, all]) =>
    roles.flatMap(({ metric, row }) =>
      ['', ', user', ', system'].map((part) =>
        rowOf(
          `${caseName}: ${row}${part}`,
          all.filter((each) => each.metric === `${metric}${part}`),
          [baseline, ...others],
        ),
      ),
    ),
  );
  return [
    '<h3>Where the CPU time goes</h3>',
    ...sentences.map((sentence) => `<p>${escaped(sentence)}</p>`),
    `<div class="scroll" tabindex="0" role="region" aria-label="CPU time of containers"><table><thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`,
    '<p class="soft">As the host’s kernel counts it for each container: system is what the kernel did for it, user everything else, the runtime class’s own work included.</p>',
  ].join('');
};

const rowOf = (name: string, figures: readonly Figure[], [baseline = '', ...others]: readonly string[]): string => {
  if (figures.length === 0) return '';
  const of = (runtime: string): Figure | undefined => figures.find((each) => each.runtime === runtime);
  const seconds = (runtime: string): string => {
    const found = of(runtime);
    return found === undefined ? '' : `${shown(found.median.value)} s`;
  };
  const cells = [seconds(baseline), ...others.flatMap((runtime) => [seconds(runtime), costWords(of(runtime))])];
  return `<tr><th scope="row">${escaped(name)}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
};

const costWords = (figure: Figure | undefined): string => (figure?.ratio === undefined ? '' : interval(figure.ratio));

/** Of repeated runs, the steady state, where there are any. */
const sentenceOf = (figures: readonly Figure[], baseline: string, runtime: string): string[] => {
  const repeated = figures.filter(({ caseName }) => !caseName.endsWith(', first run'));
  const own = repeated.length === 0 ? figures : repeated;
  return roles.flatMap(({ metric, name }) => {
    const of = (which: string, part: string): Figure | undefined =>
      own.find((each) => each.runtime === which && each.metric === `${metric}${part}`);
    const [before, after] = [of(baseline, ''), of(runtime, '')];
    const [kernelBefore, kernelAfter] = [of(baseline, ', system'), of(runtime, ', system')];
    if (!before || !after || !kernelBefore || !kernelAfter) return [];
    const value = (figure: Figure): string => `${shown(figure.median.value)} s`;
    return [
      `${name} took ${value(before)} of CPU in ${runtimeName(baseline)} and ${value(after)} in ${runtimeName(runtime)} for ${after.caseName}, ${costWords(after)}; the host’s kernel had ${value(kernelBefore)} and ${value(kernelAfter)} of it.`,
    ];
  });
};
