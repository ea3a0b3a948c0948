import { command } from '../command.ts';
import { fileOption } from '../shared-options.ts';

export const plan = command({
  name: 'plan',
  summary: 'show what up would change, on each host',
  description: [
    'Compares every host with the file by the code that `up` uses, and changes nothing: software to send, packages, files',
    'that somebody edited, daemons that do not run or would restart. Exit code 3 when there is something to do. What only',
    'shows once software is on a host is not listed before it is.',
  ].join(' '),
  options: { file: fileOption },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak plan -f cluster.yaml', meaning: 'before `up`, or to find drift' },
    { command: 'firebreak up -f cluster.yaml --dry-run', meaning: 'the same' },
  ],
  run: async ({ options, terminal, signal }) => {
    const { showPlan } = await import('../show-plan.ts');
    return showPlan(options.file ?? 'cluster.yaml', { terminal, signal });
  },
});
