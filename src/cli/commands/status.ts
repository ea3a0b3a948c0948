import type { ClusterStatus } from '../../cluster/status.ts';
import { command, type Outcome } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';
import type { Terminal } from '../terminal.ts';

export const status = command({
  name: 'status',
  summary: 'show daemons, containers and web pages of a cluster',
  description: [
    'Shows what runs of a cluster, read from its hosts: from all of them with -f, else from this one. Exit code 1 when a',
    'daemon is not running or a host does not answer.',
  ].join(' '),
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
    const { specOfManyHosts } = await import('../many-hosts.ts');
    const show = (look: Look): Promise<Outcome> =>
      options.watch ? watchStatus(look, json !== false, terminal, signal) : showStatus(look);
    const spec = await specOfManyHosts(options.file);
    if (spec === undefined) {
      const { selectCluster } = await import('../select-cluster.ts');
      const { status: clusterStatus } = await import('../../cluster/status.ts');
      const { name } = await selectCluster(options);
      return show(() => clusterStatus(name));
    }
    const { withMembers } = await import('../../cluster/controller/members.ts');
    const { statusOfMembers } = await import('../../cluster/controller/status-of-members.ts');
    return withMembers(spec, (members) => show(() => statusOfMembers(spec, members, signal)));
  },
});

type Look = () => Promise<ClusterStatus>;

const showStatus = async (look: Look): Promise<Outcome> => {
  const { statusText } = await import('../status-text.ts');
  const found = await look();
  return { exit: found.healthy ? 0 : 1, text: statusText(found), json: found };
};

const watchStatus = async (look: Look, json: boolean, terminal: Terminal, signal: AbortSignal): Promise<Outcome> => {
  const { statusText } = await import('../status-text.ts');
  const { watch } = await import('../watch.ts');
  if (json) await watch(async () => JSON.stringify(await look()), { out: terminal.out, screen: undefined }, signal);
  else await watch(async () => statusText(await look()), terminal, signal);
  return { exit: 0 };
};
