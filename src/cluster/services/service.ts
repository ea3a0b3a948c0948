import type { ServiceUser } from '../accounts.ts';

export const serviceNames = [
  'containerd',
  'dockerd',
  'agent',
  'zookeeper',
  'journalnode',
  'namenode',
  'zkfc',
  'datanode',
  'resourcemanager',
  'nodemanager',
  'historyserver',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** When a service can be used: something accepts connections on a socket, or pages answer as expected. */
export type Readiness = { readonly socket: string } | { readonly pages: readonly Page[] };

export interface Page {
  /** Of daemons that stand for each other: the answer of one is enough. */
  readonly urls: readonly string[];
  readonly expects: RegExp;
}

/** One supervised process, as data. */
export interface Service {
  readonly name: ServiceName;
  readonly user: ServiceUser | 'root';
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ready: Readiness;
  /** Names of the configuration files it reads; when one changes it is restarted. */
  readonly reads: readonly string[];
  /** Ends it in a way that those who use it wait for its return, run by its own user; default: a signal ends it. */
  readonly farewell?: readonly string[];
  /** True where a second one is kept from starting by a lock; not for what hands descriptors down to its children. */
  readonly locked: boolean;
}
