import { mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { FirebreakError } from '../errors.ts';
import { writeByRename } from '../write-by-rename.ts';
import { type Layout, layoutOf, ownFileName } from './layout.ts';
import { knownHosts, type Registration } from './places.ts';
import { readSpec } from './read-spec.ts';
import { type ClusterSpec, clusterSpec } from './spec.ts';

/** A cluster that `up` has begun to make on this machine. */
export interface Cluster {
  readonly name: string;
  readonly spec: ClusterSpec;
  readonly layout: Layout;
}

/** Links to the specs of the clusters on this machine, wherever their data is. */
const registry = '/etc/firebreak/clusters';
const linkOf = (name: string): string => `${registry}/${name}.yaml`;

/** Names of the clusters on this machine, sorted. */
export const clusterNames = async (): Promise<string[]> => {
  const files = await readdir(registry).catch(() => []);
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
};

/** The cluster of that name; undefined when `up` never began, or `down` has ended. */
export const registeredCluster = async (name: string): Promise<Cluster | undefined> => {
  const file = linkOf(name);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const spec = readSpec(text, file);
  return { name, spec, layout: layoutOf(spec, await ownIndex(layoutOf(spec))) };
};

const hostsOfSpec = z.object({ hosts: clusterSpec.shape.hosts });

/** What the last `up` told this machine of the cluster's hosts, whatever else the spec of that version has. */
export const registration = async (name: string): Promise<Registration | undefined> => {
  const text = await readFile(linkOf(name), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const hosts = knownHosts(hostsOfSpec.parse(parse(text)).hosts);
  const folder = dirname(await realpath(linkOf(name)));
  const own = (await readFile(`${folder}/${ownFileName}`, 'utf8').catch(() => '')).trim();
  return { own: own === '' ? (hosts[0]?.name ?? '') : own, hosts };
};

/** Which of its hosts this machine is: written by `up`; the first where there is only one. */
const ownIndex = async ({ ownFile, hosts }: Layout): Promise<number> => {
  const name = (await readFile(ownFile, 'utf8').catch(() => '')).trim();
  return Math.max(
    0,
    hosts.findIndex((host) => host.name === name),
  );
};

/**
 * The cluster of that name; without a name, the only one there is.
 * @throws FirebreakError `FB-CLUSTER-UNKNOWN`, `FB-CLUSTER-AMBIGUOUS`
 */
export const findCluster = async (name?: string): Promise<Cluster> => {
  // Of another cluster only the name is asked for: its spec may be one that nobody can read.
  const names = await clusterNames();
  if (name === undefined && names.length > 1) {
    throw new FirebreakError({
      code: 'FB-CLUSTER-AMBIGUOUS',
      message: `There are several clusters on this machine: ${names.join(', ')}.`,
      next: 'Name the one you mean with --cluster or -f.',
      exit: 2,
    });
  }
  const wanted = name ?? names[0];
  const cluster = wanted === undefined ? undefined : await registeredCluster(wanted);
  if (cluster !== undefined) return cluster;
  throw new FirebreakError({
    code: 'FB-CLUSTER-UNKNOWN',
    message:
      name === undefined ? 'There is no cluster on this machine.' : `There is no cluster ${name} on this machine.`,
    next: names.length > 0 ? `Name one of: ${names.join(', ')}.` : 'Bring one up with `firebreak up -f cluster.yaml`.',
  });
};

/** Makes the cluster known on this machine, before anything else of it exists. */
export const registerCluster = async (spec: ClusterSpec, layout: Layout): Promise<void> => {
  await mkdir(dirname(layout.specFile), { recursive: true });
  await writeByRename(layout.specFile, stringify(spec));
  await writeFile(layout.ownFile, `${layout.hosts[layout.own]?.name}\n`);
  await mkdir(registry, { recursive: true });
  await rm(linkOf(spec.name), { force: true });
  await symlink(layout.specFile, linkOf(spec.name));
};

export const forgetCluster = async (name: string): Promise<void> => {
  await rm(linkOf(name), { force: true });
};
