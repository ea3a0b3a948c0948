import { z } from 'zod';
import { FirebreakError } from '../../errors.ts';
import { runAs } from '../hosts/run-as.ts';
import { firstAnswer, resourceManagerPages } from '../masters.ts';
import { labelsOf, usesLabels } from '../node-labels.ts';
import type { Plan } from '../plan.ts';
import { adminCommand } from '../services/resourcemanager.ts';
import type { Phase } from './phase.ts';

/**
 * Tells the ResourceManager which labels there are, where it does not know them, and takes away those of no host. It runs
 * with the queues of the present spec by then, so that no queue holds a label that goes.
 */
export const nodeLabels = (after: readonly Phase[]): Phase => ({
  name: 'Set the node labels',
  after,
  // One of them tells: all of them read the same.
  on: ({ spec, layout }) => layout.address === layout.resourceManagers[0] && usesLabels(spec),
  pending: async (plan) => {
    const known = await knownLabels(plan, AbortSignal.timeout(5000)).catch(() => []);
    const { missing, stale } = differenceOf(labelsOf(plan.spec), known);
    return [
      ...missing.map((name) => ({ what: `node label ${name}`, why: 'is missing' })),
      ...stale.map((name) => ({ what: `node label ${name}`, why: 'is of no host' })),
    ];
  },
  run: async (plan, { signal }) => {
    const { missing, stale } = differenceOf(labelsOf(plan.spec), await knownLabels(plan, signal));
    const exclusive = missing.map((name) => `${name}(exclusive=true)`);
    if (missing.length > 0) await administer(plan, ['-addToClusterNodeLabels', exclusive.join(',')], signal);
    if (stale.length > 0) await administer(plan, ['-removeFromClusterNodeLabels', stale.join(',')], signal);
  },
});

const differenceOf = (wanted: readonly string[], known: readonly string[]) => ({
  missing: wanted.filter((name) => !known.includes(name)),
  stale: known.filter((name) => !wanted.includes(name)),
});

const knownLabels = ({ layout }: Plan, signal: AbortSignal): Promise<string[]> =>
  firstAnswer(resourceManagerPages(layout, 'get-node-labels'), async (url) => {
    const response = await fetch(url, { headers: { accept: 'application/json' }, signal });
    if (!response.ok) throw refused(`${url} answers ${response.status}: ${await response.text()}`);
    return namesIn(await response.text());
  });

const label = z.object({ name: z.string() });
const labels = z.object({ nodeLabelInfo: z.union([z.array(label), label.transform((one) => [one])]).default([]) });
/** By Jettison: a root that older versions have not, a list of one without its brackets, an empty one as nothing. */
const nothing = z.union([z.literal(''), z.null()]);
const answer = z.union([z.object({ nodeLabelsInfo: z.union([labels, nothing]) }), labels, nothing]);

export const namesIn = (text: string): string[] => {
  const parsed = answer.parse(JSON.parse(text));
  const list = parsed && 'nodeLabelsInfo' in parsed ? parsed.nodeLabelsInfo : parsed;
  return list ? list.nodeLabelInfo.map(({ name }) => name) : [];
};

const administer = async (plan: Plan, words: readonly string[], signal: AbortSignal): Promise<void> => {
  const { exitCode, stderr } = await runAs('yarn', adminCommand(plan, words), signal);
  if (exitCode !== 0) throw refused(stderr.split('\n').slice(-5).join('\n'));
};

const refused = (because: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-UP-LABELS',
    message: 'The ResourceManager did not take the node labels.',
    because,
    next: 'Read `firebreak logs resourcemanager`, then run `firebreak up` again.',
  });
