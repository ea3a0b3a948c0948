import type { Figures } from '../analysis/figures-schema.ts';
import { escaped } from './html.ts';

type Conclusion = Figures['conclusions'][number];

/** Of several conclusions about the same, the last one holds. */
const lasting = (conclusions: readonly Conclusion[]): Conclusion[] => [
  ...new Map(conclusions.map((each) => [JSON.stringify([each.suite, each.trial]), each])).values(),
];

/** How each trial ended, and what was not measured and why. */
export const endingsSection = ({ conclusions }: Figures): string => {
  const all = lasting(conclusions);
  const missing = all.filter(({ outcome }) => outcome === 'not measured' || outcome === 'failed' || outcome === 'void');
  const measured = all.filter((each) => !missing.includes(each) && each.trial !== undefined);
  return [
    '<h2>What was not measured, and why</h2>',
    list(
      missing,
      ({ outcome, because = 'no reason was given' }) => `${outcome === 'not measured' ? '' : `${outcome}: `}${because}`,
    ),
    '<h2>How each trial ended</h2><p class="soft">Precise: every ratio that it is after is known to the precision asked for. Budget spent: the time was over before that, and the intervals are what they are.</p>',
    list(measured, ({ outcome, rounds }) => `${outcome}, ${rounds} rounds`),
  ].join('');
};

const list = (conclusions: readonly Conclusion[], words: (conclusion: Conclusion) => string): string =>
  conclusions.length === 0
    ? '<p>Nothing.</p>'
    : `<ul>${conclusions
        .map(
          (each) =>
            `<li><b>${escaped(each.suite)}${each.trial === undefined ? '' : `, ${escaped(each.trial)}`}</b>: ${escaped(words(each))}</li>`,
        )
        .join('')}</ul>`;
