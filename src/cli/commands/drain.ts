import type { Drained } from '../../cluster/controller/drain-on-hosts.ts';
import { command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

export const drain = command({
  name: 'drain',
  summary: 'take a host out of work, under running jobs',
  description: [
    'So that a host can be rebooted, changed or repaired: it gets no new containers and blocks, containers that run end',
    'by themselves or after the timeout, when YARN starts others elsewhere, and of each block another host has a copy. Then',
    'its NodeManager and DataNode stop, and stay down through `up` and reboots until --undo. Other daemons of the host go on.',
    'Run it again after an interruption: it goes on from where it is.',
  ].join(' '),
  operands: { usage: '<host>', summary: 'the host, by its name in the spec' },
  options: {
    cluster: clusterOption,
    file: fileOption,
    timeout: {
      kind: 'text',
      flags: '--timeout <time>',
      summary: 'how long containers may go on: 90s, 30m or 2h',
      default: '10m',
    },
    undo: { kind: 'flag', flags: '--undo', summary: 'put the host to work again' },
  },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak drain -f cluster.yaml node2', meaning: 'before a reboot of node2' },
    { command: 'firebreak drain -f cluster.yaml node2 --timeout 1h', meaning: 'let long jobs end' },
    {
      command: 'firebreak drain -f cluster.yaml node2 --undo',
      meaning: 'afterwards; where no systemd runs, `up` or `start` comes before it',
    },
  ],
  run: async ({ options, operands, terminal, signal }) => {
    const { secondsOf } = await import('../seconds-of.ts');
    const { selectSpec } = await import('../select-cluster.ts');
    const { withProgress } = await import('../progress/with-progress.ts');
    const { drainOnHosts, undrainOnHosts } = await import('../../cluster/controller/drain-on-hosts.ts');
    const [host = ''] = operands;
    const seconds = secondsOf(options.timeout);
    const spec = await selectSpec(options);
    if (options.undo) {
      await withProgress(terminal, signal, (progress) => undrainOnHosts(spec, host, progress));
      return { exit: 0, text: `${host} is at work again`, json: { host, drained: false } };
    }
    const { result } = await withProgress(
      terminal,
      signal,
      (progress) => drainOnHosts(spec, host, seconds, progress),
      () =>
        'the host goes on leaving without being waited for: run the same command again to go on, or with --undo to put it to work again',
    );
    return { exit: 0, text: drainedText(result), json: { ...result, drained: true } };
  },
});

const drainedText = ({ host, remaining }: Drained): string =>
  [
    `${host} is drained; with --undo it is put to work again`,
    ...(remaining.length === 0
      ? []
      : [`still there, and needed by the whole cluster: ${remaining.join(', ')}; while the host is down, it waits`]),
  ].join('\n');
