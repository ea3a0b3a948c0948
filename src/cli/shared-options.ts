import type { FlagOption, TextOption } from './command.ts';

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
