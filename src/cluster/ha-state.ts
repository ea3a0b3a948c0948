import type { Layout } from './layout.ts';
import { hasStandby, nameNodePage, resourceManagerPages } from './masters.ts';

/** As Hadoop calls it: of two daemons one is active, the other takes over. */
export type HaState = 'active' | 'standby';

/** Daemons that may have another one beside them. */
const masters = ['namenode', 'resourcemanager'] as const;
export type Master = (typeof masters)[number];

/** Addresses of those that are active, as far as they are known. */
export type ActiveMasters = { readonly [master in Master]?: string };

const answerMilliseconds = 5000;

/** Those that are two in this cluster. */
export const doubledMasters = ({ nameNodes, resourceManagers }: Layout): Master[] =>
  masters.filter((name) => hasStandby(name === 'namenode' ? nameNodes : resourceManagers));

/** What the daemon of this host says of itself; undefined where it has no other beside it, or says nothing. */
export const haStateOf = async (layout: Layout, name: string): Promise<HaState | undefined> => {
  const master = doubledMasters(layout).find((each) => each === name);
  if (master === undefined) return undefined;
  const signal = AbortSignal.timeout(answerMilliseconds);
  const text = await fetch(ownPage(layout, master), { headers: { accept: 'application/json' }, signal })
    .then((response) => response.text())
    .catch(() => '');
  return haStateIn(text);
};

const ownPage = (layout: Layout, master: Master): string =>
  master === 'namenode'
    ? nameNodePage(layout, layout.address, 'NameNodeStatus')
    : (resourceManagerPages({ ...layout, resourceManagers: [layout.address] }, 'info')[0] ?? '');

/** A NameNode’s `"State" : "active"`, a ResourceManager’s `"haState":"ACTIVE"`; it is INITIALIZING before it is either. */
export const haStateIn = (text: string): HaState | undefined => {
  const said = /"(?:State|haState)"\s*:\s*"(active|standby)"/i.exec(text)?.[1]?.toLowerCase();
  return said === 'active' || said === 'standby' ? said : undefined;
};
