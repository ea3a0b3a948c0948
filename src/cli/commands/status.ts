import type { ClusterStatus } from '../../cluster/status.ts';
import { command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

export const status = command({
  name: 'status',
  summary: 'show daemons, containers and web pages of a cluster',
  description: [
    'Shows what runs of a cluster, read from its hosts: from all of them with -f, else from this one. Exit code 1 when a',
    'daemon is not running or a host does not answer.',
  ].join('\n'),
  options: {
    cluster: clusterOption,
    file: fileOption,
    watch: { kind: 'flag', flags: '-w, --watch', summary: 'show it again every few seconds, until Ctrl-C' },
  },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak status', meaning: 'the only cluster of this machine' },
    { command: 'firebreak status -f cluster.yaml --watch', meaning: 'all hosts of a cluster, until Ctrl-C' },
    { command: 'firebreak status --json', meaning: 'for a program; with --watch one line each time' },
  ],
  run: async ({ options, terminal, signal, json }) => {
    const { statusText } = await import('../status-text.ts');
    const look = await lookAt(options, signal);
    if (options.watch) {
      const { watch } = await import('../watch.ts');
      const lines = { out: terminal.out, screen: undefined };
      if (json) await watch(async () => JSON.stringify(await look()), lines, signal);
      else await watch(async () => statusText(await look()), terminal, signal);
      return { exit: 0 };
    }
    const found = await look();
    return { exit: found.healthy ? 0 : 1, text: statusText(found), json: found };
  },
});

/** How the status of the cluster that is meant is found out. */
const lookAt = async (
  options: { cluster: string | undefined; file: string | undefined },
  signal: AbortSignal,
): Promise<() => Promise<ClusterStatus>> => {
  const { specOfManyHosts } = await import('../many-hosts.ts');
  const spec = await specOfManyHosts(options.file);
  if (spec !== undefined) {
    const { statusOnHosts } = await import('../../cluster/controller/status-on-hosts.ts');
    return () => statusOnHosts(spec, signal);
  }
  const { selectCluster } = await import('../select-cluster.ts');
  const { status: clusterStatus } = await import('../../cluster/status.ts');
  const { name } = await selectCluster(options);
  return () => clusterStatus(name);
};
