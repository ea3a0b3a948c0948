import type { Figures } from '../analysis/figures-schema.ts';
import { dotPlot } from './dot-plot.ts';
import { figuresTable } from './figures-table.ts';
import { headlinesOf, judgedFigures } from './headline.ts';
import { escaped } from './html.ts';

/** The report as one page that needs nothing else: no network, no script. */
export const pageOf = (found: Figures, style: string): string => {
  const { run, environment } = found;
  const judged = judgedFigures(found.figures);
  const cards = headlinesOf(found).map(({ suite, question, sentences }) => {
    const own = judged.filter((figure) => figure.suite === suite);
    const words = sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join('');
    return `<section class="card"><h2>${escaped(question)}</h2>${words}${own.length === 0 ? '' : dotPlot(own)}</section>`;
  });
  const { host } = environment;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    `<title>The cost of isolation: ${escaped(run.plan.runtimes.join(', '))}</title><style>${style}</style></head><body><main>`,
    '<h1>The cost of isolation</h1>',
    `<p class="soft">${escaped(run.plan.runtimes.slice(1).join(' and '))} against ${escaped(run.plan.runtimes[0] ?? '')}, ${escaped(run.began)}, on ${escaped(host.hostname)}: ${host.processors} × ${escaped(host.processor)}, ${escaped(host.release)}, Linux ${escaped(host.kernel)}. Right of the dashed line is worse.</p>`,
    ...cards,
    `<h2>Every number</h2><p class="soft">${found.samples.counted} samples count, ${found.samples.warmUps} warm-ups do not; ${found.samples.flagged} deserve doubt and are kept. Intervals are 95 % unless said otherwise; below six samples they are the range seen.</p>`,
    figuresTable(found.figures),
    `<h2>How it ended, and what was not measured</h2>${conclusionsList(found)}`,
    `<h2>Measure it again</h2><pre>${escaped(run.command.join(' '))}</pre><p class="soft">Commit ${escaped(environment.git.commit)}${environment.git.modified ? ', with changes' : ''}, seed ${run.plan.seed}.</p>`,
    `<h2>Environment</h2><pre>${escaped(JSON.stringify({ host, versions: environment.versions, image: environment.image }, undefined, 2))}</pre>`,
    '</main></body></html>\n',
  ].join('\n');
};

const conclusionsList = ({ conclusions }: Figures): string =>
  `<ul>${conclusions
    .map(({ suite, trial, outcome, rounds, because }) => {
      const name = trial === undefined ? suite : `${suite}, ${trial}`;
      return `<li>${escaped(`${name}: ${outcome}, ${rounds} rounds${because === undefined ? '' : `: ${because}`}`)}</li>`;
    })
    .join('')}</ul>`;
