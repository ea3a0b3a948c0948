import type { ClusterSpec } from '../../cluster/spec.ts';
import { command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

export const status = command({
  name: 'status',
  summary: 'show daemons, containers and web pages of a cluster',
  description: [
    'Shows what runs of a cluster, read from its hosts: from all of them with -f, else from this one. Exit code 1 when a',
    'daemon is not running or a host does not answer.',
  ].join('\n'),
  options: { cluster: clusterOption, file: fileOption },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak status', meaning: 'the only cluster of this machine' },
    { command: 'firebreak status --json', meaning: 'the same for a program' },
  ],
  run: async ({ options, signal }) => {
    const { selectCluster } = await import('../select-cluster.ts');
    const { status: clusterStatus } = await import('../../cluster/status.ts');
    const { statusText } = await import('../status-text.ts');
    const { specOfManyHosts } = await import('../many-hosts.ts');
    const spec = await specOfManyHosts(options.file);
    const found =
      spec === undefined ? await clusterStatus((await selectCluster(options)).name) : await onAll(spec, signal);
    return { exit: found.healthy ? 0 : 1, text: statusText(found), json: found };
  },
});

const onAll = async (spec: ClusterSpec, signal: AbortSignal) => {
  const { statusOnHosts } = await import('../../cluster/controller/status-on-hosts.ts');
  return statusOnHosts(spec, signal);
};
