import type { Figures } from '../analysis/figures-schema.ts';
import { card } from './card.ts';
import { endingsSection } from './endings.ts';
import { environmentSection } from './environment-section.ts';
import { figuresTable } from './figures-table.ts';
import { headlinesOf } from './headline.ts';
import { escaped, runtimeName } from './html.ts';

/** The report as one page that needs nothing else: no network, no script. */
export const pageOf = (found: Figures, style: string): string => {
  const { run } = found;
  const names = run.plan.runtimes.map(runtimeName);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    `<title>The cost of isolation: ${escaped(names.join(', '))}</title><style>${style}</style></head><body><main>`,
    '<h1>The cost of isolation</h1>',
    introduction(found, names),
    ...headlinesOf(found).map((headline) => card(found, headline)),
    numbersSection(found),
    endingsSection(found),
    reproduction(found),
    environmentSection(found),
    '</main></body></html>\n',
  ].join('\n');
};

const introduction = ({ run, environment: { host } }: Figures, [baseline = '', ...others]: readonly string[]): string =>
  [
    `<p class="soft">${escaped(others.join(' and '))} against ${escaped(baseline)}, measured from ${escaped(run.began.slice(0, 16).replace('T', ' '))} UTC on ${escaped(host.hostname)}: ${host.processors} × ${escaped(host.processor)}, ${(host.memoryBytes / 2 ** 30).toFixed(0)} GiB, ${escaped(host.release)}, Linux ${escaped(host.kernel)}.`,
    ` Everything ran through YARN, in containers of the same image and size; runtimes took turns. In the pictures, right of the dashed line is worse.</p>`,
  ].join('');

const numbersSection = (found: Figures): string => {
  const { samples, figures, run } = found;
  const tables = run.plan.suites.flatMap((suite) => {
    const own = figures.filter((figure) => figure.suite === suite);
    if (own.length === 0) return [];
    return [
      `<details id="numbers-${escaped(suite)}"><summary>${escaped(suite)}: ${own.length} numbers</summary>${figuresTable(`Numbers of ${suite}`, own)}</details>`,
    ];
  });
  return [
    '<h2>Every number</h2>',
    `<p class="soft">${samples.counted} samples count, ${samples.warmUps} warm-ups and ${samples.unfinished} of unfinished rounds do not; ${samples.flagged} deserve doubt, because the host was slow just then, and are kept. Medians with 95 % bootstrap intervals; below six samples no method gives that, and the range is shown with how sure it is. Cost: how many times worse than the baseline, from pairs of the same round. Ceiling: the same on the bare host.</p>`,
    ...tables,
  ].join('');
};

const reproduction = ({ run, environment: { git } }: Figures): string =>
  [
    `<h2>Measure it again</h2><pre tabindex="0">${escaped(run.command.join(' '))}</pre>`,
    `<p class="soft">At commit ${escaped(git.commit)}${git.modified ? ', with changes that are in no commit' : ''}; seed ${run.plan.seed}, budget ${Math.round(run.plan.budgetSeconds / 60)} minutes, precision ±${run.plan.precision * 100} %, ${escaped(
      Object.entries(run.plan.options)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    )}. The samples, one a line, are beside this page in samples.jsonl.</p>`,
  ].join('');
