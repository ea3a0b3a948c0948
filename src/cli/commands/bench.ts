import { presets } from '../../bench/preset.ts';
import type { Progress } from '../../progress.ts';
import { type CommandGroup, command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

const launch = command({
  name: 'launch',
  summary: 'measure what we add to the launch of a container',
  description: [
    'Measures request at the launcher to process running, against the same container started straight through the',
    'engine’s API, and keeps the raw samples at its end. The cluster must be idle.',
  ].join(' '),
  options: {
    cluster: clusterOption,
    file: fileOption,
    runtimes: {
      kind: 'list',
      flags: '--runtimes <classes>',
      summary: 'runtime classes to measure, separated by commas',
      choices: ['runc', 'gvisor', 'kata'],
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
  root: true,
  examples: [
    { command: 'firebreak bench launch', meaning: 'fifty pairs in each runtime class' },
    {
      command: 'firebreak bench launch --runtimes runc --soak 1000',
      meaning: 'watch the agent over a thousand launches',
    },
  ],
  run: async ({ options, terminal, signal }) => {
    const { selectMeasurable } = await import('../select-measurable.ts');
    const { withProgress } = await import('../progress/with-progress.ts');
    const { runLaunch } = await import('../../bench/suites/launch/run-launch.ts');
    const { launchTable } = await import('../../bench/suites/launch/launch-table.ts');
    const selected = await selectMeasurable(options);
    const { output, cluster: _cluster, file: _file, ...plan } = options;
    const folder = output ?? `evidence/launch-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    const work = (progress: Progress) => runLaunch(selected, plan, folder, progress);
    const goOn = () => 'run it again: it begins anew, and keeps nothing of this time';
    const { result } = await withProgress(terminal, signal, work, goOn);
    return { exit: 0, text: launchTable(result), json: result };
  },
});

const run = command({
  name: 'run',
  summary: 'measure suites in every runtime class, and keep every sample',
  description: [
    'Measures the suites named, or all that can measure such a cluster, through YARN on a cluster that runs and is idle: runtime classes',
    'alternate in random order until every ratio to the first of them is known to ±5 %, or the budget is spent.',
    'Each sample is on the disk before the next is taken; a run that was interrupted goes on with --resume.',
    'The word `run` may be left out, except before a first suite that is called as a command is: `bench run launch`.',
  ].join(' '),
  operands: { usage: '[suites...]', summary: 'suites to measure; default: all that can measure this cluster' },
  options: {
    cluster: clusterOption,
    file: fileOption,
    runtimes: {
      kind: 'list',
      flags: '--runtimes <classes>',
      summary: 'runtime classes to measure, the baseline first, separated by commas',
      choices: ['runc', 'gvisor', 'kata'],
      default: ['runc', 'gvisor'],
    },
    budget: {
      kind: 'text',
      flags: '--budget <time>',
      summary: 'time for all suites, e.g. 90s, 30m, 2h',
      default: '30m',
    },
    scaleFactor: { kind: 'number', flags: '--scale-factor <factor>', summary: 'size of the TPC-H data', default: 1 },
    preset: {
      kind: 'text',
      flags: '--preset <preset>',
      summary: 'how much is measured at a time; smoke only shows that everything works',
      choices: presets,
      default: 'standard',
    },
    seed: { kind: 'number', flags: '--seed <number>', summary: 'seed of every random order', default: 1 },
    output: { kind: 'text', flags: '-o, --output <folder>', summary: 'folder of the run; default: evidence/<time>' },
    resume: { kind: 'text', flags: '--resume <folder>', summary: 'go on with this run, by the plan it began with' },
  },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak bench', meaning: 'everything, in half an hour' },
    {
      command: 'firebreak bench --preset smoke --scale-factor 0.01',
      meaning: 'whether everything can be measured here',
    },
    { command: 'firebreak bench tpch fio --runtimes runc,gvisor --budget 2h', meaning: 'two suites, more precisely' },
    { command: 'firebreak bench --resume evidence/2026-11-24T05-00-00', meaning: 'after an interruption' },
  ],
  run: async ({ options, operands, terminal, signal }) => {
    const { runBenchCommand } = await import('../bench/run-bench-command.ts');
    return runBenchCommand(options, operands, terminal, signal);
  },
});

const compare = command({
  name: 'compare',
  summary: 'compare two runs; exit 3 where the second is worse',
  description: [
    'Compares every ratio to the baseline in two runs, and the geometric means. Worse is what lies beyond the tolerance',
    'with so little doubt that two runs of the same thing raise a false alarm in about one comparison of twenty at most.',
    'Exit code 3 where something is worse, or is no longer measured.',
  ].join(' '),
  operands: { usage: '<runs...>', summary: 'folders of two runs, the earlier one first' },
  options: {
    tolerance: {
      kind: 'number',
      flags: '--tolerance <percent>',
      summary: 'how much worse is still the same, percent',
      default: 10,
    },
  },
  json: 'stdout',
  examples: [{ command: 'firebreak bench compare evidence/baseline evidence/today', meaning: 'in a nightly job' }],
  run: async ({ options, operands }) => {
    const { readRun } = await import('../../evidence/read-run.ts');
    const { compareRuns } = await import('../../analysis/compare.ts');
    const { comparisonText } = await import('../bench/comparison-text.ts');
    const { twoRuns } = await import('../bench/two-runs.ts');
    const [first, second] = twoRuns(operands);
    const tolerance = options.tolerance / 100;
    const comparison = compareRuns(await readRun(first), await readRun(second), tolerance);
    return { exit: comparison.regressed ? 3 : 0, text: comparisonText(comparison, tolerance), json: comparison };
  },
});

export const bench: CommandGroup = {
  name: 'bench',
  summary: 'measure what the isolation costs',
  fallback: 'run',
  commands: [run, compare, launch],
};
