import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { execa } from 'execa';
import { diskNames, removeDisk } from '../engines/cri/machine-disk.ts';
import { label } from '../engines/labels.ts';
import { removeCgroups } from '../engines/remove-cgroups.ts';
import { FirebreakError } from '../errors.ts';
import { endProcess } from '../processes.ts';
import type { Progress } from '../progress.ts';
import { type Cluster, forgetCluster, registeredCluster } from './clusters.ts';
import { enginesOf } from './container-status.ts';
import { forwarding, restoreSetting, sharedHugePages } from './hosts/kernel-setting.ts';
import { killLeftovers } from './hosts/leftovers.ts';
import { mountsBelow, unmountBelow } from './hosts/mounts.ts';
import { removeNullNetworks } from './hosts/null-networks.ts';
import type { Layout } from './layout.ts';
import { linksNamed, removeBridge } from './network/bridges.ts';
import { removeDockerNetworks } from './network/docker-networks.ts';
import { removeForwarding, removeRuleset } from './network/firewall.ts';
import { othersOf } from './network/peer-network.ts';
import { removeHostRoutes } from './network/set-up-host-routes.ts';
import { cgroupParent } from './services/dockerd.ts';
import { type ServiceName, serviceNames } from './services/service.ts';
import { removeUnit } from './supervision/boot-unit.ts';
import { shutDownServices, supervisors } from './supervision/supervisor.ts';

export interface DownOptions {
  /** Leaves HDFS, the engine's images and the logs in the data folder. */
  readonly keepData: boolean;
}

/** Stops and removes everything of the cluster `name` from this machine; fine when it is half there or not at all. */
export const down = async (name: string, progress: Progress, options: DownOptions): Promise<void> => {
  const cluster = await registeredCluster(name);
  if (cluster === undefined) return progress.note(`There is no cluster ${name} on this machine.`);
  const { layout } = cluster;
  await removeUnit(name);
  await progress.step('Stop the services', () => stopServices(cluster, progress));
  await progress.step('Remove the network', () => removeNetwork(layout));
  await restoreSetting(sharedHugePages, name);
  await progress.step('Remove the folders', () => removeFolders(layout, options));
  if (!options.keepData) await forgetCluster(name);
};

const engineServices: readonly ServiceName[] = ['dockerd', 'containerd'];

const stopServices = async (cluster: Cluster, { signal }: Progress): Promise<void> => {
  const { layout } = cluster;
  // Without runsvdir nobody starts again what ends from here on.
  for (const { pid } of await supervisors(layout)) endProcess(pid);
  const others = serviceNames.filter((service) => !engineServices.includes(service));
  await Promise.all([shutDownServices(layout, others, 5), removeContainers(cluster, signal), removePods(cluster)]);
  await shutDownServices(layout, ['dockerd'], 5);
  await shutDownServices(layout, ['containerd'], 3);
  await killLeftovers(layout, signal);
};

/** Through the engine, as far as it still answers; in an engine of our own the rest is killed with it. */
const removeContainers = async ({ spec, layout }: Cluster, signal: AbortSignal): Promise<void> => {
  const docker = new Docker({ socketPath: layout.dockerSocket, timeout: 8000 });
  try {
    await docker.ping();
  } catch {
    return;
  }
  const filters = spec.docker === 'own' ? {} : { label: [`${label.cluster}=${layout.name}`] };
  const removal = async (): Promise<void> => {
    const containers = await docker.listContainers({ all: true, filters });
    await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
    await removeDockerNetworks(docker, layout.name);
    if (spec.docker === 'host') await removeNullNetworks();
  };
  await removal().catch((thrown: unknown) => {
    signal.throwIfAborted();
    if (spec.docker === 'host') throw thrown;
  });
};

/** As far as containerd still answers; the rest is killed with it. */
const removePods = async (cluster: Cluster): Promise<void> => {
  const pods = enginesOf(cluster).get('cri');
  if (pods === undefined || !(await isSocket(cluster.layout.containerdSocket))) return;
  const removal = async (): Promise<void> => {
    for (const { name } of await pods.list({})) await pods.remove(name);
  };
  await Promise.race([removal().catch(() => undefined), delay(20_000, undefined, { ref: false })]);
};

const isSocket = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isSocket() === true;

const removeNetwork = async (layout: Layout): Promise<void> => {
  const ours = await linksNamed((name) => name === layout.serviceBridge || name.startsWith(`${layout.serviceBridge}-`));
  for (const name of [...ours, layout.overlay]) await removeBridge(name);
  await removeHostRoutes(
    othersOf(layout).map(({ subnet }) => subnet),
    layout.address,
  );
  await removeForwarding(layout.name);
  await removeRuleset(layout.name);
  await restoreSetting(forwarding, layout.name);
};

const removeFolders = async (layout: Layout, { keepData }: DownOptions): Promise<void> => {
  await removeShimSockets(layout);
  await removeCniResults(layout);
  for (const name of await diskNames(layout)) await removeDisk(layout, name);
  await rmdir(layout.disks).catch(() => {});
  await unmountBelow([layout.data, layout.run]);
  const [mounted] = await mountsBelow([layout.data, layout.run]);
  if (mounted !== undefined) {
    throw new FirebreakError({
      code: 'FB-DOWN-MOUNT',
      message: `${mounted} is still mounted; nothing below it was removed.`,
      next: 'Unmount it, then run `firebreak down` again.',
    });
  }
  await removeCgroups(cgroupParent(layout.name));
  await removeTree(layout.run);
  if (keepData) return removeTree(layout.services);
  // By name: a `dataDir` may hold what is not ours.
  const ours = [
    layout.services,
    layout.dockerData,
    layout.agentState,
    layout.zooKeeperData,
    layout.tmp,
    layout.bin,
    layout.logs,
    layout.conf,
  ];
  for (const folder of [...ours, `${layout.data}/hdfs`, `${layout.data}/yarn`]) await removeTree(folder);
  await rmdir(layout.data).catch(() => {});
  for (const shared of ['/run/firebreak', '/var/lib/firebreak']) await rmdir(shared).catch(() => {});
};

/** containerd's shims listen outside of our folders; a shim that was killed leaves its socket there. */
const removeShimSockets = async (layout: Layout): Promise<void> => {
  for (const namespace of ['moby', 'k8s.io']) {
    const tasks = `${layout.run}/containerd/io.containerd.runtime.v2.task/${namespace}`;
    for (const container of await readdir(tasks).catch(() => [])) {
      // Older containerds note it in the first of these, newer ones in the second.
      for (const file of ['address', 'bootstrap.json']) {
        const text = await readFile(`${tasks}/${container}/${file}`, 'utf8').catch(() => '');
        const socket = /unix:\/\/(\/run\/containerd\/s\/[0-9a-f]+)/.exec(text)?.[1];
        if (socket !== undefined) await rm(socket, { force: true });
      }
    }
  }
};

/** The CNI library keeps what it gave to a pod that was never taken away in a folder of the machine's. */
const removeCniResults = async (layout: Layout): Promise<void> => {
  const results = '/var/lib/cni/results';
  for (const file of await readdir(results).catch(() => [])) {
    const ours = layout.networks.some(({ network }) => new RegExp(`^${network}-[0-9a-f]{64}-`).test(file));
    if (ours) await rm(`${results}/${file}`, { force: true });
  }
};

const removeTree = async (folder: string): Promise<void> => {
  await execa('rm', ['-rf', '--one-file-system', folder]);
};
