import { readFile } from 'node:fs/promises';
import type { Layout } from '../layout.ts';
import { writeWhole } from '../phases/write-whole.ts';
import { type Drain, type DrainableRole, drainableRoles, type Leave } from './drain.ts';
import { drains } from './drains.ts';

/** Hosts out of work by the list on this host; undefined where it has none. */
export const readList = async (drain: Drain, layout: Layout): Promise<Leave[] | undefined> => {
  const text = await readFile(drain.list(layout), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : drain.parse(text);
};

export const writeList = (drain: Drain, layout: Layout, leaves: readonly Leave[]): Promise<void> =>
  writeWhole(drain.list(layout), drain.render(leaves), 0o644);

export interface DrainedDaemon {
  readonly role: DrainableRole;
  readonly address: string;
}

/** Every daemon that a list on this host names. */
export const drainedDaemons = async (layout: Layout): Promise<DrainedDaemon[]> => {
  const found = drainableRoles.map(async (role) =>
    ((await readList(drains[role], layout)) ?? []).map(({ address }) => ({ role, address })),
  );
  return (await Promise.all(found)).flat();
};
