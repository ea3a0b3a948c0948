import { CriEngine } from '../engines/cri/cri-engine.ts';
import { DockerEngine } from '../engines/docker/docker-engine.ts';
import type { ContainerState, Engine, EngineName } from '../engines/engine.ts';
import { label } from '../engines/labels.ts';
import { NodeEngines } from '../engines/node-engines.ts';
import { isEmulatedProcessor } from '../runtimes/kata/is-emulated-processor.ts';
import type { Cluster } from './clusters.ts';
import { criRuntimes, engineOf, possibleRuntimes } from './engine-of.ts';
import { memoryInUse } from './hosts/memory-in-use.ts';
import { cgroupParent } from './services/dockerd.ts';

export interface ContainerStatus {
  /** In a cluster of several hosts, the one it is on. */
  readonly host?: string;
  readonly name: string;
  readonly application: string;
  readonly tenant: string;
  readonly user: string;
  readonly engine: EngineName;
  readonly runtime: string;
  /** Release of the kernel that the container sees; only of one that runs. */
  readonly kernel?: string;
  /** True where its VM’s processor is emulated: its figures say nothing of a real one. */
  readonly emulated?: true;
  readonly address: string;
  readonly status: string;
  /** What YARN granted it. */
  readonly granted?: { readonly memoryBytes: number; readonly vcores: number };
  readonly used?: { readonly memoryBytes: number };
}

/** The engines of a cluster's node, by name. */
export const enginesOf = ({ spec, layout }: Pick<Cluster, 'spec' | 'layout'>): ReadonlyMap<EngineName, Engine> => {
  const docker = ['docker', new DockerEngine(layout.dockerSocket)] as const;
  if (criRuntimes(spec, possibleRuntimes(spec)).length === 0) return new Map([docker]);
  const { containerdSocket: socket, criOutput: logs, disks } = layout;
  return new Map<EngineName, Engine>([
    docker,
    ['cri', new CriEngine({ socket, logs, disks, cgroupParent: cgroupParent(spec.name) })],
  ]);
};

/** The engines of a cluster's node as one, each runtime class by its own. */
export const nodeEngine = (cluster: Pick<Cluster, 'spec' | 'layout'>): Engine => {
  const classes = possibleRuntimes(cluster.spec);
  return new NodeEngines(enginesOf(cluster), new Map(classes.map((name) => [name, engineOf(cluster.spec, name)])));
};

/** Every container of the cluster that an engine has; none of an engine that does not answer. */
export const containerStatuses = async (cluster: Cluster): Promise<ContainerStatus[]> => {
  const found = [...enginesOf(cluster)].map(async ([name, engine]) => {
    const containers = await engine.list({ [label.cluster]: cluster.name }).catch((): ContainerState[] => []);
    return Promise.all(containers.map((container) => statusOf(name, engine, container)));
  });
  return (await Promise.all(found)).flat();
};

const statusOf = async (name: EngineName, engine: Engine, container: ContainerState): Promise<ContainerStatus> => {
  const { labels, address, status } = container;
  const running = status === 'running';
  const [kernel, emulated, memoryBytes] = await Promise.all([
    running ? said(engine, container.name, ['uname', '-r']) : undefined,
    running && labels[label.runtime] === 'kata' ? isEmulated(engine, container.name) : false,
    running ? memoryInUse(container.pid) : undefined,
  ]);
  const [memory, vcores] = [Number(labels[label.memory]), Number(labels[label.vcores])];
  return {
    name: labels[label.container] ?? container.name,
    application: labels[label.application] ?? '',
    tenant: labels[label.tenant] ?? '',
    user: labels[label.user] ?? '',
    engine: name,
    runtime: labels[label.runtime] ?? '',
    address,
    status,
    ...(kernel === undefined ? {} : { kernel }),
    ...(emulated ? { emulated } : {}),
    ...(memory > 0 && vcores > 0 ? { granted: { memoryBytes: memory * 2 ** 20, vcores } } : {}),
    ...(memoryBytes === undefined ? {} : { used: { memoryBytes } }),
  };
};

const isEmulated = async (engine: Engine, name: string): Promise<boolean> =>
  isEmulatedProcessor((await said(engine, name, ['cat', '/proc/cpuinfo'])) ?? '');

/** What a program says inside; undefined where the image has it not, or the container has just ended. */
const said = async (engine: Engine, name: string, argv: readonly string[]): Promise<string | undefined> => {
  try {
    const { code, stdout } = await engine.exec(name, argv, AbortSignal.timeout(10_000));
    return code === 0 ? stdout.trim() : undefined;
  } catch {
    return undefined;
  }
};
