import { command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

export const env = command({
  name: 'env',
  summary: 'print what a plain spark-submit, hdfs or yarn needs',
  description: [
    'Prints the export lines that make an unchanged spark-submit, hdfs or yarn speak to the cluster.',
    'No job needs settings of ours: the cluster’s own configuration puts every container into its tenant’s runtime.',
  ].join(' '),
  options: { cluster: clusterOption, file: fileOption },
  json: 'stdout',
  examples: [
    { command: 'eval "$(firebreak env)"', meaning: 'make this shell speak to the cluster' },
    { command: 'firebreak env --json', meaning: 'the same variables for a program' },
  ],
  run: async ({ options }) => {
    const { selectCluster } = await import('../select-cluster.ts');
    const { readClientEnvironment } = await import('../../cluster/client-environment.ts');
    const { exportLines } = await import('../export-lines.ts');
    const environment = await readClientEnvironment(await selectCluster(options));
    return { exit: 0, text: exportLines(environment), json: environment };
  },
});
