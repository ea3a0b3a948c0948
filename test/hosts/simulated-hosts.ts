import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ownFolders, serveOnHost } from '../../src/cluster/controller/host-program.ts';
import { softwareFor } from '../../src/cluster/controller/software.ts';
import { hostNameOf } from '../../src/cluster/host-spec.ts';
import { layoutOf } from '../../src/cluster/layout.ts';
import type { OperationName, OutputOf } from '../../src/cluster/on-host/operations.ts';
import type { HostEvent } from '../../src/cluster/on-host/wire.ts';
import { upPhases } from '../../src/cluster/phases/phases.ts';
import { knownHosts } from '../../src/cluster/places.ts';
import { nodeOnHost } from '../../src/cluster/plan.ts';
import { servicesOf } from '../../src/cluster/services/services.ts';
import { type ClusterSpec, clusterSpec } from '../../src/cluster/spec.ts';
import { type ClusterStatus, urlsOf } from '../../src/cluster/status.ts';
import { logFolder } from '../../src/cluster/supervision/service-folder.ts';
import { installDistribution } from '../../src/distribution/install.ts';
import { hadoopArtifact } from '../../src/distribution/manifest.ts';
import { silentProgress } from '../../src/progress.ts';
import { ClusterOfHosts } from './cluster-of-hosts.ts';
import type { TestHost, TestHosts } from './test-hosts.ts';

/** How many seconds a simulated host takes. It sleeps meanwhile, as if processors of its own did the work. */
export interface Pace {
  /** For each question. */
  readonly question: number;
  /** More for each phase of `up`, one after the other. */
  readonly phase: number;
}

export const usualPace: Pace = { question: 0.2, phase: 0.05 };

/** What a host was asked, and from when to when it worked on that: seconds of this machine's clock. */
export interface Question {
  readonly host: string;
  readonly operation: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Clusters of test hosts that seem to have all software and to be healthy members already, and do nothing: sshd, shell and
 * host keys are real, and where the controller starts Node there is `simulated-node`.
 */
export class SimulatedHosts {
  readonly #set: TestHosts;

  private constructor(set: TestHosts) {
    this.#set = set;
  }

  static async of(set: TestHosts): Promise<SimulatedHosts> {
    const { distribution } = clusterSpec.parse({ name: 'test', tenants });
    const { folders } = await softwareFor(await installDistribution(distribution, silentProgress()));
    const simulated = new SimulatedHosts(set);
    for (const host of set.hosts) {
      for (const { to, digest } of [...(await ownFolders()), ...folders])
        await simulated.#write(host, `${to}/.firebreak-sent`, digest);
      await simulated.#write(host, serveOnHost, '');
      await mkdir(simulated.#at(host, dirname(nodeOnHost)), { recursive: true });
      await copyFile(join(import.meta.dirname, 'simulated-node'), simulated.#at(host, nodeOnHost));
      await chmod(simulated.#at(host, nodeOnHost), 0o755);
    }
    return simulated;
  }

  /** A cluster of the first `count` hosts, which have been asked nothing yet; `more` is written over its spec. */
  async cluster(
    count: number,
    more: Record<string, unknown> = {},
    paceOf: (index: number) => Pace = () => usualPace,
  ): Promise<ClusterOfHosts> {
    const cluster = new ClusterOfHosts(this.#set, count, 'simulated', {
      tenants,
      // Of nobody: no host has an address of it.
      network: { subnet: '172.16.0.0/12' },
      ...more,
    });
    const spec = clusterSpec.parse(cluster.spec());
    for (const host of this.#set.hosts) await rm(this.#at(host, '/opt/simulated'), { recursive: true, force: true });
    for (const [index, host] of this.#set.hosts.slice(0, count).entries()) {
      for (const [operation, result] of Object.entries(answersOf(spec, index, host)))
        await this.#write(host, `/opt/simulated/answers/${operation}`, said(operation, result, paceOf(index)));
    }
    return cluster;
  }

  /** All that the hosts were asked since the cluster was made, each host's in order. */
  async questions(): Promise<Question[]> {
    const files = this.#set.hosts.map(async (host) => {
      const text = await readFile(this.#at(host, '/opt/simulated/asked'), 'utf8').catch(() => '');
      const lines = text.split('\n').filter(Boolean);
      return lines.map((line): Question => {
        const [operation = '', from, to] = line.split(' ');
        return { host: host.name, operation, from: Number(from), to: Number(to) };
      });
    });
    return (await Promise.all(files)).flat();
  }

  async #write(host: TestHost, path: string, text: string): Promise<void> {
    await mkdir(dirname(this.#at(host, path)), { recursive: true });
    await writeFile(this.#at(host, path), text);
  }

  /** Where a file of the host's own is on this machine. */
  #at({ name }: TestHost, path: string): string {
    return join(this.#set.folder, name, path);
  }
}

/** How many of them were worked on at one time, at most. */
export const mostAtOnce = (questions: readonly Question[]): number =>
  Math.max(...questions.map(({ from: now }) => questions.filter(({ from, to }) => from <= now && now < to).length));

const tenants = { science: { users: ['fb-ricky'], runtime: 'runc' } };

type Answers = { readonly [name in OperationName]?: OutputOf<name> };

/** Of a host that is up, and has nothing to do. */
const answersOf = (spec: ClusterSpec, own: number, { address }: TestHost): Answers => {
  const hostname = hostNameOf(spec, own);
  const link = { address, device: 'eth0', mtu: 1500 };
  return {
    examine: { hostname, memoryMiB: 65_536, cpus: 16, missingPackages: [], link },
    registered: { own: hostname, hosts: knownHosts(spec.hosts) },
    drained: [],
    dataVersion: hadoopArtifact.version,
    check: undefined,
    up: undefined,
    finishHdfs: undefined,
    forget: undefined,
    plan: [],
    status: statusOf(spec, own),
  };
};

const statusOf = (spec: ClusterSpec, own: number): ClusterStatus => {
  const layout = layoutOf(spec, own);
  return {
    name: spec.name,
    healthy: true,
    address: layout.address,
    services: servicesOf(spec, layout.roles).map((name) => ({ name, state: 'running', logs: logFolder(layout, name) })),
    runtimes: [],
    containers: [],
    urls: urlsOf(layout),
  };
};

/** Lines of `SECONDS EVENT`, as `simulated-node` reads them. */
const said = (operation: string, result: unknown, { question, phase }: Pace): string => {
  const phases = operation === 'up' ? upPhases : [];
  const lines: (readonly [number, HostEvent])[] = phases.flatMap(({ name }, index) => [
    [0, { event: 'begin', step: index + 1, parent: 0, name }] as const,
    [phase, { event: 'end', step: index + 1 }] as const,
  ]);
  lines.push([question, { event: 'result', result: result ?? null }]);
  return lines.map(([seconds, event]) => `${seconds} ${JSON.stringify(event)}\n`).join('');
};
