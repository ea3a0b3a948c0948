import { command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

export const status = command({
  name: 'status',
  summary: 'show daemons, containers and web pages of a cluster',
  description: 'Shows what runs of a cluster, read from the host. Exit code 1 when a daemon is not running.',
  options: { cluster: clusterOption, file: fileOption },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak status', meaning: 'the only cluster of this machine' },
    { command: 'firebreak status --json', meaning: 'the same for a program' },
  ],
  run: async ({ options }) => {
    const { selectCluster } = await import('../select-cluster.ts');
    const { status: clusterStatus } = await import('../../cluster/status.ts');
    const { statusText } = await import('../status-text.ts');
    const { name } = await selectCluster(options);
    const found = await clusterStatus(name);
    return { exit: found.healthy ? 0 : 1, text: statusText(found), json: found };
  },
});
