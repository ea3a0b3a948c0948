import { z } from 'zod';
import { shortName } from './short-name.ts';

/** Daemons of a cluster without high availability: the first host has all of them where the spec does not say. */
const usualRoles = ['namenode', 'datanode', 'resourcemanager', 'nodemanager', 'historyserver'] as const;
export const hostRoles = [...usualRoles, 'zookeeper', 'journalnode'] as const;
export type HostRole = (typeof hostRoles)[number];

const ssh = z.strictObject({
  user: z.string().min(1).optional().describe('User to be there: root, or one who may use sudo without a password'),
  port: z.int().min(1).max(65_535).optional(),
  identityFile: z.string().min(1).optional().describe('Private key; default: what ssh itself would offer'),
  configFile: z.string().min(1).optional().describe('ssh_config to use instead of your own'),
});

export const hostSpec = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/, 'must be 1 to 63 of letters, digits, dots and hyphens')
    .optional()
    .describe('What messages call it, and `SERVICE@HOST`; default: its address'),
  address: z
    .string()
    .regex(/^[^-\s][^\s]*$/, 'must be a host name, an address or `local`')
    .default('local')
    .describe('Where ssh finds it: a name, an address, or a `Host` of your ssh_config; `local` for this machine'),
  ssh: ssh.optional().describe('What ssh would not find out by itself; host keys are always checked'),
  privateAddress: z
    .ipv4()
    .optional()
    .describe('Its address on the network that joins the hosts; default: the one that ssh arrives at'),
  roles: z
    .array(z.enum(hostRoles))
    .min(1)
    .optional()
    .describe(
      'Daemons that run on this host; default: on the first host all that need no other host, `datanode` and `nodemanager` on others',
    ),
  place: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Which /20 of `network.subnet` is its own; default: the one it has, of a new host the first that is free',
    ),
  label: shortName
    .optional()
    .describe('YARN’s partition that its NodeManager is in: only tenants of the same `label` run here'),
  memoryMiB: z
    .int()
    .min(2048)
    .optional()
    .describe('Memory that YARN may give to containers; default: the host’s memory less 4 GiB, at least half of it'),
  vcores: z
    .int()
    .min(1)
    .optional()
    .describe('Virtual cores that YARN may give; default: twice the host’s CPUs, at least 16'),
});

export type HostSpec = z.infer<typeof hostSpec>;

interface Hosts {
  readonly hosts: readonly HostSpec[];
}

/** Daemons of the host at `index`. */
export const rolesOf = ({ hosts }: Hosts, index: number): readonly HostRole[] =>
  hosts[index]?.roles ?? (index === 0 ? usualRoles : ['datanode', 'nodemanager']);

/** Which of the network's /20s is the host's at `index`. The controller gives every host of a running cluster its own. */
export const placeOf = ({ hosts }: Hosts, index: number): number => hosts[index]?.place ?? index;

export const hostNameOf = ({ hosts }: Hosts, index: number): string =>
  hosts[index]?.name ?? hosts[index]?.address ?? 'local';

/** Indices of the hosts with that role. */
export const hostsWith = (spec: Hosts, role: HostRole): number[] =>
  [...spec.hosts.keys()].filter((index) => rolesOf(spec, index).includes(role));

/** Index of the first host with that role; of the first host where none has it. */
export const hostWith = (spec: Hosts, role: HostRole): number => hostsWith(spec, role)[0] ?? 0;

/** Whether the cluster is on this machine and nowhere else. */
export const isOnThisMachine = ({ hosts }: Hosts): boolean => hosts.length === 1 && hosts[0]?.address === 'local';
