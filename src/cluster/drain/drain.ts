import { z } from 'zod';
import type { ServiceUser } from '../accounts.ts';
import type { HostRole } from '../host-spec.ts';
import type { Layout } from '../layout.ts';

/** Roles that a host can give up for a time because other hosts have them too. */
export const drainableRoles = ['nodemanager', 'datanode'] as const satisfies readonly HostRole[];
export type DrainableRole = (typeof drainableRoles)[number];
export const drainableRole = z.enum(drainableRoles);

export const isDrainable = (role: string): role is DrainableRole => drainableRoles.some((each) => each === role);

/** A host on the list of those that are out of work. */
export interface Leave {
  readonly address: string;
  /** How long what runs there may go on. */
  readonly seconds: number;
  /** It will not come back: its blocks are copied to others. */
  readonly forGood?: boolean;
}

/** How a daemon stands with its master: at work, on its way out, out, or not known to it (any more). */
export type Standing = 'working' | 'unfit' | 'leaving' | 'away' | 'absent';

export interface Look {
  readonly standing: Standing;
  /** What it still waits for, where that is known. */
  readonly left?: string;
  /** Whether nothing of that would be lost with it. */
  readonly dispensable?: boolean;
}

/** How the daemon of one role is taken out of work by its master. */
export interface Drain {
  readonly role: DrainableRole;
  /** The daemon that lets it go; the list is on its host. */
  readonly master: 'resourcemanager' | 'namenode';
  list(layout: Layout): string;
  /** The list's text, in the master's own format. */
  render(leaves: readonly Leave[]): string;
  parse(text: string): Leave[];
  /** Makes the master read the list: a command of Hadoop's, and the user that may run it. */
  readonly refresh: { readonly user: ServiceUser; readonly command: readonly [program: string, ...words: string[]] };
  /** Asks the master; rejects where it does not answer. */
  look(layout: Layout, address: string, signal: AbortSignal): Promise<Look>;
}

/** Seconds that a master has to answer. */
export const answerMilliseconds = 5000;
