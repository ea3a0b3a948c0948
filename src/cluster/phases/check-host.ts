import { readdir, stat, statfs } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { dirname } from 'node:path';
import { canAccess } from '../../can-access.ts';
import { programPath } from '../../distribution/program-path.ts';
import { FirebreakError } from '../../errors.ts';
import { overlap } from '../address-plan.ts';
import { criRuntimes } from '../engine-of.ts';
import { clusterProcesses } from '../hosts/leftovers.ts';
import { listeners, ownerOf } from '../hosts/listeners.ts';
import { requireRoot } from '../hosts/require-root.ts';
import type { Layout, Ports } from '../layout.ts';
import { hasStandby } from '../masters.ts';
import { bridgesOf } from '../network/bridges.ts';
import { othersOf } from '../network/peer-network.ts';
import { tenantsOn } from '../node-labels.ts';
import type { Plan } from '../plan.ts';
import { requireHadoop } from '../upgrade/data-version.ts';
import { isFormatted } from './hdfs-formatted.ts';
import type { Phase } from './phase.ts';
import { pluginFolder } from './prepare-cri.ts';

const neededBytes = 5 * 2 ** 30;
const neededMemoryMiB = 3500;
const programs = ['runsvdir', 'runsv', 'sv', 'svlogd', 'chpst', 'ip', 'nft', 'getent', 'useradd'];
const enginePrograms = ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc'];

/** Everything that would stop `up` half-way, found before anything is changed. */
export const checkHost: Phase = {
  name: 'Check the host',
  after: [],
  run: async (plan) => {
    requireRoot();
    checkMemory(plan);
    await checkPrograms(plan);
    checkRuntimes(plan);
    await checkFolder(plan);
    await checkSharedEdits(plan);
    await requireHadoop(plan);
    await checkDisk(plan);
    checkSubnet(plan);
    await checkPorts(plan);
  },
};

const checkMemory = ({ host }: Plan): void => {
  if (host.memoryMiB >= neededMemoryMiB) return;
  throw new FirebreakError({
    code: 'FB-HOST-MEMORY',
    message: `The machine has ${host.memoryMiB} MiB of memory; a cluster needs ${neededMemoryMiB} MiB.`,
    next: 'Use a machine with at least 4 GiB, better 8 GiB.',
    exit: 4,
  });
};

const checkPrograms = async ({ spec, runtimes }: Plan): Promise<void> => {
  const pods = criRuntimes(spec, runtimes).length > 0;
  if (pods) await pluginFolder();
  const wanted = [
    ...programs,
    ...(spec.docker === 'own' || pods
      ? enginePrograms.filter((name) => spec.docker === 'own' || name !== 'dockerd')
      : []),
    ...(pods ? ['ctr', 'cc'] : []),
    ...(runtimes.includes('kata') && spec.runtimes.kata.options.scratch === 'block' ? ['mkfs.ext4'] : []),
  ];
  const found = await Promise.all(wanted.map((name) => programPath(name)));
  const missing = wanted.filter((_, index) => found[index] === undefined);
  if (missing.length === 0) return;
  throw new FirebreakError({
    code: 'FB-HOST-PROGRAM',
    message: `The machine lacks ${missing.join(', ')}.`,
    next: 'Run `firebreak doctor`: it names the package of each.',
    exit: 4,
  });
};

const checkRuntimes = ({ spec, layout, runtimes, host }: Plan): void => {
  const missing = Object.entries(tenantsOn(spec, layout.own)).flatMap(([name, tenant]) =>
    [tenant.runtime, tenant.minimum ?? tenant.runtime]
      .filter((runtime) => !runtimes.includes(runtime))
      .map((runtime) => ({ name, runtime })),
  )[0];
  if (missing === undefined) return;
  const looked = missing.runtime === 'kata' ? host.kata : host.gvisorShim;
  const lacking = looked !== undefined && 'missing' in looked ? looked : undefined;
  throw new FirebreakError({
    code: 'FB-HOST-RUNTIME',
    message: `Tenant ${missing.name} runs in ${missing.runtime}, which this machine does not have.`,
    ...(lacking === undefined ? {} : { because: lacking.missing }),
    next:
      lacking?.next ??
      (missing.runtime === 'gvisor'
        ? 'apt-get install golang-go, see that Go’s modules can be had (go env GOPROXY), then run this again; or set runtimes.gvisor.binary.'
        : `Install ${missing.runtime}, or name another runtime for the tenant.`),
    exit: 4,
  });
};

/** A folder that has something in it, and not our spec, is somebody else's: it would be emptied by `down`. */
const checkFolder = async ({ layout }: Plan): Promise<void> => {
  const entries = await readdir(layout.data).catch((): string[] => []);
  if (entries.length === 0 || entries.includes('conf')) return;
  throw new FirebreakError({
    code: 'FB-HOST-FOLDER',
    message: `${layout.data} is in use: it has ${entries.slice(0, 3).join(', ')}.`,
    next: 'Give the cluster an empty folder as `dataDir`.',
    exit: 4,
  });
};

/** A NameNode that was the standby has not on its own disk what the other one wrote. */
const checkSharedEdits = async ({ layout }: Plan): Promise<void> => {
  const shared = await canAccess(layout.sharedEdits);
  if (hasStandby(layout.nameNodes)) return shared ? undefined : checkFirst(layout);
  if (!shared) return;
  throw new FirebreakError({
    code: 'FB-HOST-SHARED-EDITS',
    message: 'HDFS of this cluster has two NameNodes, and by the spec it would have one.',
    because: 'Its newest changes may be on the JournalNodes only, where one NameNode does not look for them.',
    next: 'Keep two hosts with the role namenode; or copy the files elsewhere, and run `firebreak down` first.',
    exit: 4,
  });
};

const checkDisk = async ({ layout }: Plan): Promise<void> => {
  const { bavail, bsize } = await statfs(await nearestFolder(layout.data));
  if (bavail * bsize >= neededBytes) return;
  throw new FirebreakError({
    code: 'FB-HOST-DISK',
    message: `${layout.data} has ${((bavail * bsize) / 2 ** 30).toFixed(1)} GiB left; a cluster needs 5 GiB.`,
    next: 'Free some space, or put the cluster elsewhere with `dataDir`.',
    exit: 4,
  });
};

/** The folder itself, or the first one above it that is there: a check makes none. */
const nearestFolder = async (path: string): Promise<string> =>
  (await stat(path).catch(() => undefined)) === undefined ? nearestFolder(dirname(path)) : path;

const checkSubnet = ({ layout, spec }: Plan): void => {
  const ours = new Set(bridgesOf(layout).map(({ name }) => name));
  const prefixes = [layout.address, ...layout.networks.map(({ gateway }) => gateway)].map(blockOf);
  const others = othersOf(layout).map(({ subnet }) => subnet);
  for (const [name, addresses = []] of Object.entries(networkInterfaces())) {
    const taken = addresses.find(
      ({ family, address, cidr }) =>
        family === 'IPv4' &&
        (prefixes.includes(blockOf(address)) || others.some((subnet) => overlap(cidr ?? '', subnet))),
    );
    if (taken === undefined || ours.has(name)) continue;
    throw new FirebreakError({
      code: 'FB-HOST-SUBNET',
      message: `Interface ${name} has ${taken.address}, which is inside the cluster’s ${spec.network.subnet}.`,
      next: 'Choose another `network.subnet`; `firebreak status` shows which cluster has which.',
      exit: 4,
    });
  }
};

const blockOf = (address: string): string => address.slice(0, address.lastIndexOf('.'));

/** Of two new ones the first is formatted: it must be the one that has a file system. */
const checkFirst = async (layout: Layout): Promise<void> => {
  if (layout.address === layout.nameNodes[0] || !(await isFormatted(layout))) return;
  throw new FirebreakError({
    code: 'FB-HOST-SHARED-EDITS',
    message:
      'This host has the file system of the NameNode that there was, and is not the first host with the role namenode.',
    because: 'A second NameNode begins with a copy of the first one’s.',
    next: 'Give the role to a host that comes later in the list.',
    exit: 4,
  });
};

/** Ports that only high availability needs, where this host has no part in it. All others are looked at on every host. */
const unusedPorts = ({ roles, nameNodes }: Layout): (keyof Ports)[] => [
  ...(roles.includes('zookeeper')
    ? []
    : (['zooKeeperHttp', 'zooKeeperClient', 'zooKeeperPeer', 'zooKeeperElection'] as const)),
  ...(roles.includes('journalnode') ? [] : (['journalNodeRpc', 'journalNodeHttp'] as const)),
  ...(roles.includes('namenode') && hasStandby(nameNodes) ? [] : (['failoverController'] as const)),
];

const checkPorts = async ({ layout }: Plan): Promise<void> => {
  const unused: readonly string[] = unusedPorts(layout);
  const wanted = Object.entries(layout.ports).filter(([name]) => !unused.includes(name));
  const ports: ReadonlyMap<number, string> = new Map(wanted.map(([name, port]) => [port, name]));
  const taken = (await listeners()).filter(
    ({ address, port }) => ports.has(port) && (address === '*' || address === layout.address),
  );
  if (taken.length === 0) return;
  const ours = new Set((await clusterProcesses(layout)).map(({ pid }) => pid));
  for (const { port, inode } of taken) {
    const owner = await ownerOf(inode);
    if (owner !== undefined && ours.has(owner.pid)) continue;
    throw new FirebreakError({
      code: 'FB-HOST-PORT',
      message: `Port ${port}, which ${ports.get(port)} needs, is taken by ${owner === undefined ? 'an unknown process' : `${owner.name} (pid ${owner.pid})`}.`,
      next: 'Stop that process, or move the cluster’s ports with `ports.offset`.',
      exit: 4,
    });
  }
};
