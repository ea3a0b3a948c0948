import { command } from '../command.ts';
import { clusterOption, fileOption, yesOption } from '../shared-options.ts';

export const down = command({
  name: 'down',
  summary: 'stop a cluster and remove everything it started',
  description: [
    'Stops the daemons, the containers and the engine of a cluster, and removes its networks and its data.',
    'With -f that is done on all of its hosts, also on those that the file does not have any more, else on this one. On a terminal it asks before data is lost; in a script, a cluster other than the quickstart’s must be named.',
  ].join(' '),
  options: {
    cluster: clusterOption,
    file: fileOption,
    keepData: { kind: 'flag', flags: '--keep-data', summary: 'keep HDFS, images and logs for the next `up`' },
    yes: yesOption,
  },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak down', meaning: 'remove the only cluster of this machine' },
    { command: 'firebreak down --cluster quickstart --keep-data', meaning: 'stop a cluster, keep what is in HDFS' },
  ],
  run: async ({ options, terminal, signal }) => {
    const { nameToRemove, requireNamed } = await import('../name-to-remove.ts');
    const name = await nameToRemove(options);
    if (name === undefined) return { exit: 0, text: 'there is no cluster', json: { removed: null } };
    if (!terminal.interactive) requireNamed(name, options);
    else if (!options.keepData && !options.yes) {
      const { confirm } = await import('../confirm.ts');
      const sure = await confirm(`Remove cluster ${name} and all data in its HDFS?`, signal);
      if (!sure) return { exit: 1, text: 'nothing was removed' };
    }
    const { withProgress } = await import('../progress/with-progress.ts');
    const { down: removeCluster } = await import('../../cluster/down.ts');
    const { isOrWasOfManyHosts } = await import('../many-hosts.ts');
    const { readSpecFile } = await import('../read-spec-file.ts');
    const { downOnHosts } = await import('../../cluster/controller/down-on-hosts.ts');
    const spec = options.file === undefined ? undefined : await readSpecFile(options.file);
    const ofMany = spec !== undefined && (await isOrWasOfManyHosts(spec));
    await withProgress(terminal, signal, (progress) =>
      ofMany ? downOnHosts(spec, progress, options) : removeCluster(name, progress, options),
    );
    return { exit: 0, text: `cluster ${name} is down`, json: { removed: name, keptData: options.keepData } };
  },
});
