import { command } from '../command.ts';
import { containersTimeOption, fileOption, yesOption } from '../shared-options.ts';

export const upgrade = command({
  name: 'upgrade',
  summary: 'bring a cluster to another version, under running jobs',
  description: [
    'What `up --rolling` does, for another version of Firebreak, and so of Hadoop, Spark and gVisor, or another home folder of',
    'one in the file: one host after the other, so that running jobs go on, with the Spark that they were submitted with.',
    'Where Hadoop is another one, HDFS is prepared before and finished afterwards; there is no way back from that, and it asks.',
    'Run it again after an interruption: it goes on.',
  ].join(' '),
  options: { file: fileOption, yes: yesOption },
  json: 'stdout',
  root: true,
  examples: [
    { command: 'firebreak plan -f cluster.yaml', meaning: 'what would change; nothing is touched' },
    { command: 'firebreak upgrade -f cluster.yaml', meaning: 'to the version of this Firebreak' },
  ],
  run: async ({ options, terminal, signal }) => {
    const { readSpecFile } = await import('../read-spec-file.ts');
    const { bringUpHosts } = await import('../bring-up-hosts.ts');
    const { secondsOf } = await import('../seconds-of.ts');
    const { statusText } = await import('../status-text.ts');
    const file = options.file ?? 'cluster.yaml';
    const asker = { yes: options.yes, terminal, signal, command: `firebreak upgrade -f ${file}` };
    const farewell = { lost: [], seconds: secondsOf(containersTimeOption.default) };
    const cluster = await bringUpHosts(await readSpecFile(file), asker, { way: 'upgrade', farewell });
    return { exit: 0, text: statusText(cluster), json: cluster };
  },
});
