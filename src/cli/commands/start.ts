import { command } from '../command.ts';
import { clusterOption } from '../shared-options.ts';

export const start = command({
  name: 'start',
  summary: 'start this machine’s part of a cluster again, as after a reboot',
  description: [
    'Brings this machine’s part of a cluster up as the last `up` left it, with the software that is here. Other hosts are not',
    'asked; daemons wait for theirs. Where systemd runs, `up` has it done at each boot. A drained host stays out of work.',
  ].join(' '),
  options: { cluster: clusterOption },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak start', meaning: 'after a reboot, where systemd did not do it' },
    { command: 'firebreak start --cluster demo', meaning: 'one of several clusters' },
  ],
  run: async ({ options, terminal, signal }) => {
    const { findCluster } = await import('../../cluster/clusters.ts');
    const { startAgain } = await import('../../cluster/on-host/start-again.ts');
    const { status } = await import('../../cluster/status.ts');
    const { withProgress } = await import('../progress/with-progress.ts');
    const { statusText } = await import('../status-text.ts');
    const { name } = await findCluster(options.cluster);
    await withProgress(terminal, signal, (progress) => startAgain(name, progress));
    const found = await status(name);
    return { exit: found.healthy ? 0 : 1, text: statusText(found), json: found };
  },
});
