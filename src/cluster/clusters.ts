import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringify } from 'yaml';
import { FirebreakError } from '../errors.ts';
import { type Layout, layoutOf } from './layout.ts';
import { readSpec } from './read-spec.ts';
import type { ClusterSpec } from './spec.ts';

/** A cluster that `up` has begun to make on this machine. */
export interface Cluster {
  readonly name: string;
  readonly spec: ClusterSpec;
  readonly layout: Layout;
}

/** Links to the specs of the clusters on this machine, wherever their data is. */
const registry = '/etc/firebreak/clusters';
const linkOf = (name: string): string => `${registry}/${name}.yaml`;

/** Every cluster on this machine, by name. */
export const listClusters = async (): Promise<Cluster[]> => {
  const files = await readdir(registry).catch(() => []);
  const names = files.filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length));
  const clusters = await Promise.all(names.sort().map(registeredCluster));
  return clusters.filter((cluster) => cluster !== undefined);
};

/** The cluster of that name; undefined when `up` never began, or `down` has ended. */
export const registeredCluster = async (name: string): Promise<Cluster | undefined> => {
  const file = linkOf(name);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const spec = readSpec(text, file);
  return { name, spec, layout: layoutOf(spec) };
};

/**
 * The cluster of that name; without a name, the only one there is.
 * @throws FirebreakError `FB-CLUSTER-UNKNOWN`, `FB-CLUSTER-AMBIGUOUS`
 */
export const findCluster = async (name?: string): Promise<Cluster> => {
  const clusters = await listClusters();
  const names = clusters.map((cluster) => cluster.name).join(', ');
  const found = clusters.filter((cluster) => name === undefined || cluster.name === name);
  if (found.length > 1) {
    throw new FirebreakError({
      code: 'FB-CLUSTER-AMBIGUOUS',
      message: `There are several clusters on this machine: ${names}.`,
      next: 'Name the one you mean with --cluster or -f.',
      exit: 2,
    });
  }
  const [cluster] = found;
  if (cluster !== undefined) return cluster;
  throw new FirebreakError({
    code: 'FB-CLUSTER-UNKNOWN',
    message:
      name === undefined ? 'There is no cluster on this machine.' : `There is no cluster ${name} on this machine.`,
    next: clusters.length > 0 ? `Name one of: ${names}.` : 'Bring one up with `firebreak up -f cluster.yaml`.',
  });
};

/** Makes the cluster known on this machine, before anything else of it exists. */
export const registerCluster = async (spec: ClusterSpec, layout: Layout): Promise<void> => {
  await mkdir(dirname(layout.specFile), { recursive: true });
  await writeFile(`${layout.specFile}.new`, stringify(spec));
  await rename(`${layout.specFile}.new`, layout.specFile);
  await mkdir(registry, { recursive: true });
  await rm(linkOf(spec.name), { force: true });
  await symlink(layout.specFile, linkOf(spec.name));
};

export const forgetCluster = async (name: string): Promise<void> => {
  await rm(linkOf(name), { force: true });
};
