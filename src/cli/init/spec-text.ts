import { stringify } from 'yaml';
import type { Answers, TenantAnswer } from './answers.ts';
import { defaultPlace } from './place.ts';

/** The text of a cluster.yaml, with comments; `schema` is where an editor finds its JSON Schema. */
export const specText = ({ name, hosts, tenants, place }: Answers, schema: string): string =>
  [
    `# yaml-language-server: $schema=${schema}`,
    '# A cluster of Spark on YARN. Every key is in docs/reference/cluster-yaml.md.',
    `name: ${scalar(name)}`,
    ...hostLines(hosts),
    '# Tenants are sets of users who trust each other. None of their containers runs in a weaker class than `runtime`, unless',
    '# `minimum` names one that a job may ask for.',
    'tenants:',
    ...tenants.flatMap(tenantLines),
    ...(place.subnet === defaultPlace.subnet ? [] : networkLines(place.subnet)),
    ...(place.offset === defaultPlace.offset ? [] : portLines(place.offset)),
    '',
  ].join('\n');

const scalar = (value: string): string => stringify(value, { lineWidth: 0 }).trimEnd();

const hostLines = (hosts: readonly string[]): string[] =>
  hosts.length === 0
    ? ['# It is on this machine. With `hosts:` it is on others, see docs/deploy.md.']
    : [
        '# As ssh knows them; `local` is this machine. The first one has the masters too, and stays the first.',
        'hosts:',
        ...hosts.map((address) => `  - address: ${scalar(address)}`),
      ];

const tenantLines = ({ name, users, runtime }: TenantAnswer): string[] => [
  `  ${scalar(name)}:`,
  `    users: [${users.map(scalar).join(', ')}]`,
  ...(runtime === 'kata' ? ['    # Needs Kata Containers on every host, see docs/kata.md.'] : []),
  `    runtime: ${scalar(runtime)}`,
];

const networkLines = (subnet: string): string[] => [
  '# Another one than that of the other clusters on this machine.',
  'network:',
  `  subnet: ${scalar(subnet)}`,
];

const portLines = (offset: number): string[] => [
  '# Added to every port, for clusters side by side.',
  'ports:',
  `  offset: ${offset}`,
];
