import { command } from '../command.ts';
import { containersTimeOption, fileOption, lostOption, yesOption } from '../shared-options.ts';

export const scale = command({
  name: 'scale',
  summary: 'add hosts to a cluster, or take some away',
  description: [
    'Writes the change into the file, with all else as it is, and does what `up` does: a new host gets its part; one that',
    'leaves is drained under running jobs, its blocks are copied to others, and all of the cluster is removed from it.',
    'The file is written once every host was looked at, and nothing stands in the way.',
  ].join(' '),
  options: {
    file: fileOption,
    add: {
      kind: 'list',
      flags: '--add <hosts>',
      summary: '[USER@]ADDRESS[:PORT] each, separated by commas; reached as all others are where it does not say',
      default: [],
    },
    remove: {
      kind: 'list',
      flags: '--remove <hosts>',
      summary: 'hosts by their names in the file, separated by commas',
      default: [],
    },
    lost: { ...lostOption, summary: 'as --remove, for hosts that will never answer again' },
    timeout: containersTimeOption,
    yes: yesOption,
  },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak scale -f cluster.yaml --add admin@node4', meaning: 'one host more' },
    { command: 'firebreak scale -f cluster.yaml --remove node2 --timeout 1h', meaning: 'let long jobs end' },
    { command: 'firebreak scale -f cluster.yaml --lost node3', meaning: 'its disk is gone' },
  ],
  run: async ({ options, terminal, signal }) => {
    const { runScale } = await import('../scale/run-scale.ts');
    const { statusText } = await import('../status-text.ts');
    const cluster = await runScale(options.file ?? 'cluster.yaml', options, terminal, signal);
    return { exit: 0, text: statusText(cluster), json: cluster };
  },
});
