import { type CommandGroup, command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

const launch = command({
  name: 'launch',
  summary: 'measure what we add to the launch of a container',
  description: [
    'Measures request at the launcher to process running, against the same container started straight through the',
    'engine’s API, and keeps the raw samples. The cluster must be idle.',
  ].join('\n'),
  options: {
    cluster: clusterOption,
    file: fileOption,
    runtimes: {
      kind: 'list',
      flags: '--runtimes <classes>',
      summary: 'runtime classes to measure, separated by commas',
      choices: ['runc', 'gvisor'],
      default: ['runc', 'gvisor'],
    },
    pairs: { kind: 'number', flags: '--pairs <count>', summary: 'pairs of launches per runtime class', default: 50 },
    burst: { kind: 'number', flags: '--burst <count>', summary: 'containers asked for at once', default: 30 },
    soak: { kind: 'number', flags: '--soak <count>', summary: 'launches that watch the agent’s memory', default: 0 },
    seed: { kind: 'number', flags: '--seed <number>', summary: 'seed of the order of the pairs', default: 1 },
    output: {
      kind: 'text',
      flags: '-o, --output <folder>',
      summary: 'where the samples go; default: evidence/launch-<time>',
    },
  },
  json: 'stdout',
  examples: [
    { command: 'firebreak bench launch', meaning: 'fifty pairs in each runtime class' },
    {
      command: 'firebreak bench launch --runtimes runc --soak 1000',
      meaning: 'watch the agent over a thousand launches',
    },
  ],
  run: async ({ options, terminal, signal }) => {
    const { selectCluster } = await import('../select-cluster.ts');
    const { withProgress } = await import('../progress/with-progress.ts');
    const { runLaunch } = await import('../../bench/suites/launch/run-launch.ts');
    const { launchTable } = await import('../../bench/suites/launch/launch-table.ts');
    const { layout } = await selectCluster(options);
    const { output, cluster: _cluster, file: _file, ...plan } = options;
    const folder = output ?? `evidence/launch-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    const { result } = await withProgress(terminal, signal, (progress) => runLaunch(layout, plan, folder, progress));
    return { exit: 0, text: launchTable(result), json: result };
  },
});

export const bench: CommandGroup = {
  name: 'bench',
  summary: 'measure what the isolation costs',
  commands: [launch],
};
