import type { ServiceLog } from '../../cluster/service-logs.ts';
import { FirebreakError } from '../../errors.ts';
import type { Outcome } from '../command.ts';
import { command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

export const logs = command({
  name: 'logs',
  summary: 'show the logs of the daemons',
  description: [
    'Shows the newest lines of one daemon’s log, or of all of them. `firebreak status` names the daemons.',
    'Logs of an application are YARN’s: `yarn logs -applicationId ID` with the environment of `firebreak env`.',
  ].join(' '),
  operands: { usage: '[service]', summary: 'a daemon, e.g. namenode, or datanode@HOST with -f; default: all' },
  options: {
    cluster: clusterOption,
    file: fileOption,
    lines: { kind: 'number', flags: '-n, --lines <count>', summary: 'how many of the newest lines', default: 40 },
    follow: { kind: 'flag', flags: '--follow', summary: 'go on showing new lines until Ctrl-C' },
  },
  json: 'stdout',
  examples: [
    { command: 'firebreak logs nodemanager -n 100', meaning: 'the last hundred lines of the NodeManager' },
    { command: 'firebreak logs -f cluster.yaml datanode@node2', meaning: 'the DataNode on another host' },
    { command: 'firebreak logs agent --follow', meaning: 'watch the agent' },
  ],
  run: async ({ options, operands, terminal, signal }) => {
    const { specOfManyHosts } = await import('../many-hosts.ts');
    const { selectCluster } = await import('../select-cluster.ts');
    const { status } = await import('../../cluster/status.ts');
    const { logFiles, newestLogs } = await import('../../cluster/service-logs.ts');
    const spec = await specOfManyHosts(options.file);
    if (spec !== undefined) {
      const { logsOnHosts, parseSelection } = await import('../../cluster/controller/logs-on-hosts.ts');
      if (options.follow) throw followsNoHosts();
      return outcomeOf(await logsOnHosts(spec, parseSelection(operands[0]), options.lines, signal));
    }
    const { name } = await selectCluster(options);
    if (options.follow) {
      const { followLogs } = await import('../follow-logs.ts');
      await followLogs(logFiles(await status(name), operands[0]), options.lines, terminal, signal);
      return { exit: 0 };
    }
    const found = await newestLogs(await status(name), operands[0], options.lines);
    return outcomeOf(found);
  },
});

const outcomeOf = (found: readonly ServiceLog[]): Outcome => {
  const text = found.map(({ service, lines }) => [`==> ${service} <==`, ...lines, ''].join('\n')).join('\n');
  return { exit: 0, text: found.length === 1 ? (found[0]?.lines ?? []).join('\n') : text, json: { logs: found } };
};

const followsNoHosts = (): FirebreakError =>
  new FirebreakError({
    code: 'FB-CLI-FOLLOW',
    message: '--follow shows the logs of one host only',
    next: 'run `firebreak logs --follow` on that host',
    exit: 2,
  });
