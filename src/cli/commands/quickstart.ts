import { engineNames } from '../../engines/engine.ts';
import { command } from '../command.ts';
import { yesOption } from '../shared-options.ts';

export const quickstart = command({
  name: 'quickstart',
  summary: 'from an empty machine to Spark on YARN, with an answer',
  description: [
    'Checks the host, installs what it lacks (it asks first), brings up a cluster of one node, runs the 22 TPC-H queries',
    'as a PySpark application in each runtime class, and compares every row with the answers of DuckDB.',
    'The cluster goes on running. Run it again at any time: what is done is not done twice.',
  ].join(' '),
  options: {
    yes: yesOption,
    scaleFactor: {
      kind: 'number',
      flags: '--scale-factor <factor>',
      summary: 'size of the TPC-H data; 1 is about a gigabyte before compression',
      default: 0.1,
    },
    runtimes: {
      kind: 'list',
      flags: '--runtimes <classes>',
      summary: 'runtime classes to run in, the baseline first, separated by commas',
      choices: ['runc', 'gvisor'],
      default: ['runc', 'gvisor'],
    },
    engine: {
      kind: 'text',
      flags: '--engine <engine>',
      summary: 'what starts the containers of these classes; cri is containerd’s, in gvisor from its version 1.7 on',
      choices: engineNames,
      default: 'docker',
    },
  },
  json: 'file',
  root: true,
  examples: [
    { command: 'firebreak quickstart', meaning: 'everything, with one question' },
    { command: 'firebreak quickstart --yes --json outcome.json', meaning: 'in a script' },
    { command: 'firebreak quickstart --scale-factor 1 --runtimes gvisor', meaning: 'more data, one runtime class' },
    { command: 'firebreak quickstart --runtimes runc --engine cri', meaning: 'containers as pods of containerd’s CRI' },
  ],
  run: async ({ options, terminal, signal, json }) => {
    const { runQuickstart } = await import('../quickstart/run-quickstart.ts');
    const { outcomeText } = await import('../quickstart/outcome-text.ts');
    const outcome = await runQuickstart(options, terminal, signal);
    if (typeof json === 'string') {
      const { writeOutcome } = await import('../quickstart/write-outcome.ts');
      await writeOutcome(json, outcome);
    }
    const correct = outcome.tpch.queries.every((query) => query.correct);
    return { exit: correct ? 0 : 1, text: outcomeText(outcome) };
  },
});
