import { command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

export const logs = command({
  name: 'logs',
  summary: 'show the logs of the daemons',
  description: [
    'Shows the newest lines of one daemon’s log, or of all of them. `firebreak status` names the daemons.',
    'Logs of an application are YARN’s: `yarn logs -applicationId ID` with the environment of `firebreak env`.',
  ].join('\n'),
  operands: { usage: '[service]', summary: 'a daemon, e.g. namenode; default: all' },
  options: {
    cluster: clusterOption,
    file: fileOption,
    lines: { kind: 'number', flags: '-n, --lines <count>', summary: 'how many of the newest lines', default: 40 },
    follow: { kind: 'flag', flags: '--follow', summary: 'go on showing new lines until Ctrl-C' },
  },
  json: 'stdout',
  examples: [
    { command: 'firebreak logs nodemanager -n 100', meaning: 'the last hundred lines of the NodeManager' },
    { command: 'firebreak logs agent --follow', meaning: 'watch the agent' },
  ],
  run: async ({ options, operands, terminal, signal }) => {
    const { selectCluster } = await import('../select-cluster.ts');
    const { status } = await import('../../cluster/status.ts');
    const { logFiles, newestLines, followLogs } = await import('../service-logs.ts');
    const { name } = await selectCluster(options);
    const files = logFiles(await status(name), operands[0]);
    if (options.follow) {
      await followLogs(files, options.lines, terminal, signal);
      return { exit: 0 };
    }
    const found = await Promise.all(
      files.map(async ({ service, file }) => ({ service, file, lines: await newestLines(file, options.lines) })),
    );
    const text = found.map(({ service, lines }) => [`==> ${service} <==`, ...lines, ''].join('\n')).join('\n');
    return { exit: 0, text: found.length === 1 ? (found[0]?.lines ?? []).join('\n') : text, json: { logs: found } };
  },
});
