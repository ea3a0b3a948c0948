import type { Estimate } from '../../../statistics/bootstrap.ts';
import type { LaunchEvidence } from './run-launch.ts';

/** What the authors set as goals; shown beside what was measured. */
const goals = { addedP50: { docker: 15, cri: 20 }, addedP99: 50, burstP99: 5000, agentMiB: 150 } as const;

/** The evidence as lines of plain text. */
export const launchTable = ({ results, agentMiB, folder }: LaunchEvidence): string =>
  [
    'Our share of a container launch, milliseconds [95 % interval]',
    ...results.flatMap((result) => [
      '',
      `${result.runtime} by ${result.servedBy}${result.emulated ? ', emulated' : ''} (n = ${result.added.p50.n} pairs)`,
      `  straight through the engine   p50 ${interval(result.engine.p50)}   p99 ${interval(result.engine.p99)}`,
      `  through the launcher          p50 ${interval(result.launcher.p50)}   p99 ${interval(result.launcher.p99)}`,
      `  added by us                   p50 ${interval(result.added.p50)}${goal(goals.addedP50[result.servedBy])}   p99 ${interval(result.added.p99)}${goal(goals.addedP99)}`,
      `  ${result.burst.n} at once, to running        p50 ${round(result.burst.p50)}   p99 ${round(result.burst.p99)}${goal(goals.burstP99)}`,
    ]),
    '',
    `agent memory, MiB: at rest ${round(agentMiB.atRest)}, in a burst ${round(agentMiB.inBurst)}${goal(goals.agentMiB)}` +
      (agentMiB.soak.length === 0 ? '' : `, each 100 launches ${agentMiB.soak.map(round).join(' ')}`),
    `raw samples: ${folder}/samples.jsonl`,
    '',
  ].join('\n');

const interval = ({ value, low, high }: Estimate): string => `${round(value)} [${round(low)}, ${round(high)}]`;

const round = (value: number): string => value.toFixed(1);

const goal = (most: number): string => ` (goal ${most})`;
