import { command } from '../command.ts';
import { fileOption, yesOption } from '../shared-options.ts';

export const up = command({
  name: 'up',
  summary: 'bring up the cluster of a cluster.yaml',
  description: [
    'Installs what the host lacks, fetches Hadoop and Spark into the cache, and starts the cluster that the file describes.',
    'Run it again after a change of the file, or after an interruption: it goes on from where it is.',
  ].join('\n'),
  options: { file: fileOption, yes: yesOption },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak up -f cluster.yaml', meaning: 'bring up the cluster that cluster.yaml describes' },
    { command: 'firebreak up -f cluster.yaml --yes', meaning: 'the same in a script: install packages without asking' },
  ],
  run: async ({ options, terminal, signal }) => {
    const { readSpecFile } = await import('../read-spec-file.ts');
    const { agreeOnPackages } = await import('../agree-on-packages.ts');
    const { bringUp } = await import('../bring-up.ts');
    const { withProgress } = await import('../progress/with-progress.ts');
    const { statusText } = await import('../status-text.ts');
    const file = options.file ?? 'cluster.yaml';
    const spec = await readSpecFile(file);
    const packages = await agreeOnPackages({ yes: options.yes, terminal, signal, command: `firebreak up -f ${file}` });
    const { result } = await withProgress(terminal, signal, (progress) => bringUp(spec, packages, progress));
    return { exit: 0, text: statusText(result), json: result };
  },
});
