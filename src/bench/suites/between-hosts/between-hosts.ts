import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { yarnNodes } from '../../../cluster/yarn-nodes.ts';
import { compile } from '../../../compile/compile.ts';
import { FirebreakError } from '../../../errors.ts';
import { toolFailed } from '../../containers/place.ts';
import { runApplication } from '../../spark/run-application.ts';
import type { Measurement, Site, Suite, Trial } from '../../suite.ts';
import { measurementOf } from '../iperf3/measurement-of.ts';
import { headStartMilliseconds, type Probe, probesFor } from '../iperf3/probes.ts';
import { receiveLibrary } from '../iperf3/receive.ts';
import { notReady, serversAt } from '../iperf3/servers.ts';

/** The network from a container on one host to a container on another. */
export const betweenHosts: Suite = {
  name: 'between-hosts',
  summary: 'what streams, packets and round trips cost from a container on one host to one on another',
  weight: 4,
  hosts: 'several',
  open: async (site, progress) => {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await mkdtempDisposable(`${tmpdir()}/firebreak-receive-`));
    const library = receiveLibrary(folder.path);
    await compile(library, progress);
    const owned = stack.move();
    return {
      trials: [trialOf(site, pathToFileURL(library.output))],
      notMeasured: [
        { what: 'the bare hosts beside the containers', because: 'tools run in containers of YARN alone here' },
      ],
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};

/** One executor as large as those of the other network suite, and then a second one. */
const settings = {
  'spark.driver.cores': '1',
  'spark.driver.memory': '512m',
  'spark.driver.memoryOverhead': '384m',
  'spark.executor.instances': '1',
  'spark.executor.cores': '2',
  'spark.task.cpus': '2',
  'spark.executor.memory': '512m',
  'spark.executor.memoryOverhead': '512m',
  'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
  'spark.executor.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
  'spark.dynamicAllocation.enabled': 'false',
  'spark.yarn.maxAppAttempts': '1',
  // A barrier that is tried again would be measured twice.
  'spark.stage.maxConsecutiveAttempts': '1',
} as const;

const trialOf = (site: Site, library: URL): Trial => ({
  name: 'between hosts',
  warmUps: 0,
  maximumRounds: 20,
  goal: { metric: 'throughput', over: 'each case' },
  measure: async (where, progress): Promise<Measurement> => {
    const probes = probesFor(site);
    const result = await runApplication(
      site,
      {
        name: 'between-hosts',
        runtime: where,
        script: new URL('between-hosts.py', import.meta.url),
        texts: { 'orders.json': JSON.stringify(ordersOf(probes)) },
        files: [library],
        settings,
        arguments: ['--hosts', (await workersOf(site, progress.signal)).join(',')],
        timeoutSeconds: 600,
      },
      progress,
    );
    return { ...measurementOf('between hosts', readAll(probes, result.document)), ...result.seen };
  },
});

const server = 'SERVER';

/** What between-hosts.py reads. */
export const ordersOf = (probes: readonly Probe[]) => ({
  servers: serversAt(server),
  notReady: notReady.source,
  headStartSeconds: headStartMilliseconds / 1000,
  probes: probes.map(({ seconds, argv, load }) => ({ seconds, argv: argv(server), load: load?.argv(server) })),
});

const ran = z.object({ code: z.int(), stdout: z.string(), stderr: z.string(), argv: z.array(z.string()) });

const document = z.object({
  ends: z.tuple([z.object({ host: z.string() }), z.object({ host: z.string() })]),
  probes: z.array(z.object({ tool: ran, load: ran.optional() })),
});

/** @throws FirebreakError `FB-BENCH-APART`, `FB-BENCH-TOOL` */
export const readAll = (probes: readonly Probe[], text: string) => {
  const { ends, probes: told } = document.parse(JSON.parse(text));
  const [{ host }, other] = ends;
  if (host === other.host) throw notApart(host);
  return probes.map(({ name, read, load }, index) => {
    const { tool, load: beside } = told[index] ?? {};
    const loadedWith = load === undefined ? undefined : load.read(printedBy(beside, other.host));
    return { name, ...read(printedBy(tool, other.host), loadedWith) };
  });
};

const printedBy = (tool: z.infer<typeof ran> | undefined, host: string): string => {
  if (tool === undefined) throw new Error('a probe was not run');
  if (tool.code !== 0) throw toolFailed(`a container on ${host}`, tool.argv, tool.code, tool.stderr || tool.stdout);
  return tool.stdout;
};

/**
 * Hosts that take containers, by the names that YARN knows them by. This one comes first, for one of the containers is to
 * be here, where it can be looked at.
 */
const workersOf = async ({ cluster }: Site, signal: AbortSignal): Promise<string[]> => {
  const known = await yarnNodes(cluster.layout, signal);
  const names = known.filter(({ state }) => state === 'RUNNING').map(({ nodeHostName }) => nodeHostName);
  const { address } = cluster.layout;
  if (names.length > 1) return names.toSorted((a, b) => Number(b === address) - Number(a === address));
  throw new FirebreakError({
    code: 'FB-BENCH-APART',
    message: `Only ${names.length} host of cluster ${cluster.name} takes containers, and two are needed.`,
    next: 'firebreak status',
  });
};

const notApart = (host: string): FirebreakError =>
  new FirebreakError({
    code: 'FB-BENCH-APART',
    message: `YARN put both containers on ${host}: nothing between hosts was measured.`,
    because: 'no other host had room for one of 1 GiB and 2 vcores, or did not ask for work in time',
    next: 'firebreak status, and run it again once the cluster is idle',
  });
