import { command } from '../command.ts';
import { yesOption } from '../shared-options.ts';

export const init = command({
  name: 'init',
  summary: 'write a cluster.yaml, by a few questions',
  description: [
    'Asks what the cluster is called, where it runs, and who its tenants are, and writes a cluster spec with comments.',
    'What an option says is not asked. Without a terminal, or with --yes, nothing is asked: the tenants must be named.',
    'Where a cluster on this machine has the default network and ports, others are chosen. No file is written over.',
  ].join(' '),
  options: {
    output: { kind: 'text', flags: '-o, --output <file>', summary: 'the file to write', default: 'cluster.yaml' },
    name: { kind: 'text', flags: '--name <name>', summary: 'what the cluster is called; without being asked, demo' },
    hosts: {
      kind: 'list',
      flags: '--hosts <addresses>',
      summary: 'its hosts, as ssh knows them, separated by commas; without being asked, this machine',
    },
    tenants: {
      kind: 'list',
      flags: '--tenants <tenants>',
      summary: 'NAME:USER:RUNTIME each, separated by commas; several users as USER+USER',
    },
    subnet: {
      kind: 'text',
      flags: '--subnet <network>',
      summary: 'its network; without being asked, one that is free',
    },
    offset: {
      kind: 'number',
      flags: '--offset <number>',
      summary: 'added to each of its ports; without being asked, one that is free',
    },
    yes: yesOption,
  },
  json: 'stdout',
  examples: [
    { command: 'firebreak init', meaning: 'asks, and writes cluster.yaml' },
    {
      command: 'firebreak init --yes --hosts node1,node2,node3 --tenants analysts:alice+adam:gvisor,tax:bob:runc',
      meaning: 'in a script',
    },
  ],
  run: async ({ options, terminal }) => {
    const { runInit } = await import('../init/run-init.ts');
    const { output: file } = options;
    await runInit(file, options, terminal.interactive && !options.yes);
    const next = [`firebreak plan -f ${file}`, `firebreak up -f ${file}`];
    const text = [`wrote ${file}`, 'next:', ...next.map((line) => `  ${line}`)].join('\n');
    return { exit: 0, text, json: { file, next } };
  },
});
