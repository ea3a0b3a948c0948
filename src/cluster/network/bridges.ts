import { execa } from 'execa';
import type { Layout } from '../layout.ts';

export interface Bridge {
  readonly name: string;
  readonly mac: string;
  /** Address with prefix length, e.g. `172.30.1.1/24`. */
  readonly address: string;
}

/** The service bridge and one bridge per tenant. */
export const bridgesOf = (layout: Layout): Bridge[] => [
  { name: layout.serviceBridge, mac: layout.serviceMac, address: `${layout.address}/24` },
  ...layout.networks.map(({ bridge, mac, gateway }) => ({ name: bridge, mac, address: `${gateway}/24` })),
];

/** Makes the bridge as described, whatever was there of it; containers on it keep their connection. */
export const setUpBridge = async ({ name, mac, address }: Bridge, mtu: number): Promise<void> => {
  if (!(await hasLink(name))) await ip('link', 'add', name, 'type', 'bridge', 'forward_delay', '0', 'stp_state', '0');
  // A bridge without a MAC of its own takes its lowest port's, and loses it with that port.
  await ip('link', 'set', name, 'address', mac, 'mtu', String(mtu));
  await ip('address', 'replace', address, 'dev', name);
  await ip('link', 'set', name, 'up');
};

export const removeBridge = async (name: string): Promise<void> => {
  if (await hasLink(name)) await ip('link', 'delete', name);
};

/** Names of the links that begin with the cluster's prefix, made by this or an earlier spec of it. */
export const linksNamed = async (belongs: (name: string) => boolean): Promise<string[]> => {
  const { stdout } = await execa('ip', ['-o', 'link', 'show', 'type', 'bridge']);
  return stdout
    .split('\n')
    .map((line) => /^\d+: ([^:@]+)/.exec(line)?.[1] ?? '')
    .filter((name) => name !== '' && belongs(name));
};

export const hasLink = async (name: string): Promise<boolean> =>
  (await execa('ip', ['link', 'show', name], { reject: false })).exitCode === 0;

const ip = async (...words: string[]): Promise<void> => {
  await execa('ip', words);
};
