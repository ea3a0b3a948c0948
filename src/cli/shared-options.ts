import type { FlagOption, ListOption, TextOption } from './command.ts';

export const fileOption = {
  kind: 'text',
  flags: '-f, --file <cluster.yaml>',
  summary: 'the cluster spec',
} as const satisfies TextOption;

export const clusterOption = {
  kind: 'text',
  flags: '-c, --cluster <name>',
  summary: 'the cluster, by name; not needed where there is only one',
} as const satisfies TextOption;

export const yesOption = {
  kind: 'flag',
  flags: '-y, --yes',
  summary: 'do not ask',
} as const satisfies FlagOption;

export const containersTimeOption = {
  kind: 'text',
  flags: '--timeout <time>',
  summary: 'how long containers of a host that leaves may go on: 90s, 30m or 2h',
  default: '10m',
} as const satisfies TextOption;

export const lostOption = {
  kind: 'list',
  flags: '--lost <hosts>',
  summary: 'hosts that leave and will never answer again, separated by commas',
  default: [],
} as const satisfies ListOption;
