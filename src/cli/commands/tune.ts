import { tunableRuntimes } from '../../bench/tune/candidates/candidate.ts';
import { command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

export const tune = command({
  name: 'tune',
  root: true,
  summary: 'find faster options for gVisor or Kata, and write the best into cluster.yaml',
  description: [
    'Tries options of a runtime class on TPC-H, each by itself against the class as it is, in turns and random order;',
    'answers are checked every time. Half of the budget goes to trying all of them a few times, the other to measuring',
    'anew the two that looked fastest. The fastest that is faster beyond doubt is written into the file of -f, with where',
    'its evidence is; nothing that shares more between tenants, or with the host, is ever chosen, and nothing written that',
    'was measured in software emulation. Several classes share the budget, each against itself. The cluster must be idle:',
    'it is set up anew for every measurement. Afterwards, `firebreak up` with the file makes the change.',
  ].join(' '),
  operands: { usage: '[options...]', summary: 'options to try, e.g. platform=systrap; default: all' },
  options: {
    cluster: clusterOption,
    file: fileOption,
    runtimes: {
      kind: 'list',
      flags: '--runtimes <classes>',
      summary: 'runtime classes to find options for, separated by commas',
      choices: tunableRuntimes,
      default: ['gvisor'],
    },
    budget: {
      kind: 'text',
      flags: '--budget <time>',
      summary: 'time for all of it, e.g. 90s, 30m, 2h',
      default: '90m',
    },
    scaleFactor: { kind: 'number', flags: '--scale-factor <factor>', summary: 'size of the TPC-H data', default: 1 },
    seed: { kind: 'number', flags: '--seed <number>', summary: 'seed of every random order', default: 1 },
    output: {
      kind: 'text',
      flags: '-o, --output <folder>',
      summary: 'folder of the evidence; default: evidence/tune-<time>',
    },
  },
  json: 'stdout',
  examples: [
    { command: 'firebreak tune -f cluster.yaml', meaning: 'try everything, and write the best into cluster.yaml' },
    { command: 'firebreak tune platform=systrap --budget 20m', meaning: 'try one option, and only tell' },
    { command: 'firebreak tune --runtimes kata -f cluster.yaml', meaning: 'the same for Kata' },
  ],
  run: async ({ options, operands, terminal, signal }) => {
    const { runTuneCommand } = await import('../bench/run-tune-command.ts');
    return runTuneCommand(options, operands, terminal, signal);
  },
});
