import { command } from '../command.ts';
import { containersTimeOption, fileOption, lostOption, yesOption } from '../shared-options.ts';

export const up = command({
  name: 'up',
  summary: 'bring up the cluster of a cluster.yaml',
  description: [
    'Installs what the hosts lack, fetches Hadoop and Spark into the cache, sends software to hosts behind ssh, and starts',
    'the cluster that the file describes.',
    'Run it again after a change of the file, or after an interruption: it goes on from where it is. A host that the file does',
    'not have any more is drained, and then all of the cluster is removed from it.',
  ].join(' '),
  options: {
    file: fileOption,
    yes: yesOption,
    rolling: {
      kind: 'flag',
      flags: '--rolling',
      summary: 'change one host after the other, so that running jobs go on; all must be up',
    },
    timeout: containersTimeOption,
    lost: lostOption,
    dryRun: { kind: 'flag', flags: '--dry-run', summary: 'only show what would change, as `plan` does' },
  },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak up -f cluster.yaml', meaning: 'bring up the cluster that cluster.yaml describes' },
    { command: 'firebreak up -f cluster.yaml --rolling', meaning: 'a change or another version, under running jobs' },
    { command: 'firebreak up -f cluster.yaml --yes', meaning: 'the same in a script: install packages without asking' },
  ],
  run: async ({ options, terminal, signal }) => {
    const { readSpecFile } = await import('../read-spec-file.ts');
    const { agreeOnPackages } = await import('../agree-on-packages.ts');
    const { bringUp } = await import('../bring-up.ts');
    const { withProgress } = await import('../progress/with-progress.ts');
    const { isOrWasOfManyHosts } = await import('../many-hosts.ts');
    const { secondsOf } = await import('../seconds-of.ts');
    const { statusText } = await import('../status-text.ts');
    const file = options.file ?? 'cluster.yaml';
    if (options.dryRun) {
      const { showPlan } = await import('../show-plan.ts');
      return showPlan(file, { terminal, signal });
    }
    const spec = await readSpecFile(file);
    const asker = { yes: options.yes, terminal, signal, command: `firebreak up -f ${file}` };
    if (await isOrWasOfManyHosts(spec)) {
      const { bringUpHosts } = await import('../bring-up-hosts.ts');
      const farewell = { lost: options.lost, seconds: secondsOf(options.timeout) };
      const cluster = await bringUpHosts(spec, asker, {
        way: options.rolling ? 'rolling' : 'together',
        farewell,
      });
      return { exit: 0, text: statusText(cluster), json: cluster };
    }
    const packages = await agreeOnPackages(asker);
    const { result } = await withProgress(terminal, signal, (progress) => bringUp(spec, packages, progress));
    return { exit: 0, text: statusText(result), json: result };
  },
});
