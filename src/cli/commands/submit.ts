import { command } from '../command.ts';
import { clusterOption, fileOption } from '../shared-options.ts';

export const submit = command({
  name: 'submit',
  summary: 'run spark-submit as a user of a tenant',
  description: [
    'Runs the cluster’s spark-submit with the environment of `firebreak env`, as yourself; root submits as the first user',
    'of the tenant unless --user names another one. Everything after -- goes to spark-submit as it is. Exit code 0 when',
    'the application succeeded, 1 when it failed.',
  ].join(' '),
  operands: { usage: '<arguments...>', summary: 'arguments of spark-submit, after --' },
  options: {
    cluster: clusterOption,
    file: fileOption,
    runtime: {
      kind: 'text',
      flags: '-r, --runtime <class>',
      summary: 'runtime class of all its containers, within what the tenant’s policy allows',
      choices: ['runc', 'gvisor', 'kata'],
    },
    tenant: { kind: 'text', flags: '-t, --tenant <name>', summary: 'the tenant; not needed where there is only one' },
    user: { kind: 'text', flags: '-u, --user <name>', summary: 'a user of that tenant; for root only' },
  },
  json: 'stdout',
  examples: [
    { command: 'firebreak submit -- job.py', meaning: 'run job.py in the tenant’s default runtime' },
    {
      command: 'firebreak submit --tenant demo --runtime runc -- --num-executors 2 job.py input output',
      meaning: 'choose tenant and runtime; the rest belongs to spark-submit',
    },
  ],
  run: async ({ options, operands, signal, terminal, json }) => {
    const { selectCluster } = await import('../select-cluster.ts');
    const { largestContainerOf, readClientEnvironment, submitsOnly } = await import(
      '../../cluster/client-environment.ts'
    );
    const { readFile } = await import('node:fs/promises');
    const { isClusterMode } = await import('../requested-sizes.ts');
    const { requireRoom } = await import('../require-room.ts');
    const { submittingUser, submitterOf, runSparkSubmit } = await import('../spark-submit.ts');
    const cluster = await selectCluster(options);
    const submitter = submitterOf(cluster.spec, options.tenant, submittingUser(options.user));
    const largest = await largestContainerOf(cluster.layout, submitter.tenant);
    const defaults = await readFile(`${cluster.layout.clientConf}/spark-defaults.conf`, 'utf8');
    if (largest !== undefined) requireRoom(submitter.tenant, largest, operands, defaults);
    const environment = {
      ...(await readClientEnvironment(cluster)),
      ...(isClusterMode(operands, defaults) ? submitsOnly : {}),
    };
    const request = { ...submitter, runtime: options.runtime, arguments: operands, environment };
    const code = await runSparkSubmit(request, { signal, output: json ? terminal.err : terminal.out });
    return { exit: code === 0 ? 0 : 1, json: { ...submitter, runtime: options.runtime ?? null, exitCode: code } };
  },
});
