import { z } from 'zod';
import { installPackages } from '../../distribution/host-packages.ts';
import type { Progress } from '../../progress.ts';
import { findCluster, registeredCluster, registration } from '../clusters.ts';
import { down } from '../down.ts';
import { drainableRole } from '../drain/drain.ts';
import { admit, forget, joined, leave } from '../drain/leave.ts';
import { drainedDaemons } from '../drain/lists.ts';
import { lendBlocks, rest, wake } from '../drain/rest.ts';
import { successors } from '../drain/successors.ts';
import { requireRoot } from '../hosts/require-root.ts';
import { layoutOf } from '../layout.ts';
import { part } from '../part.ts';
import { checkHost } from '../phases/check-host.ts';
import { keepsHdfs } from '../phases/hdfs-formatted.ts';
import { pendingChanges } from '../phases/pending-changes.ts';
import { upPhases } from '../phases/phases.ts';
import { runPhases } from '../phases/run-phases.ts';
import { newestLogs } from '../service-logs.ts';
import { clusterSpec } from '../spec.ts';
import { status } from '../status.ts';
import { dataVersion } from '../upgrade/data-version.ts';
import { beginNextEdits, finishHdfs, prepareHdfs } from '../upgrade/hdfs-upgrade.ts';
import { examine } from './examine.ts';
import { planFor } from './plan-for.ts';

/** Daemons of a host, as their masters know them. */
const daemons = z.object({ name: z.string(), address: z.string(), roles: z.array(drainableRole) });

const leaving = daemons.extend({
  seconds: z.number(),
  forGood: z.boolean().default(false),
  lost: z.boolean().default(false),
  successors: successors.optional(),
});

const operation = <Schema extends z.ZodType, Output>(
  input: Schema,
  run: (input: z.output<Schema>, progress: Progress) => Promise<Output>,
) => ({
  input,
  perform: (given: unknown, progress: Progress): Promise<Output> => run(input.parse(given), progress),
});

/** What a host does when the controller asks: the same on this machine and behind ssh. */
export const operations = {
  examine: operation(
    z.object({ privateAddress: z.string().optional(), towards: z.string().optional(), others: z.boolean() }),
    (question) => {
      requireRoot();
      return examine(question);
    },
  ),
  install: operation(z.object({ packages: z.array(z.string()) }), ({ packages }, progress) =>
    installPackages(packages, progress),
  ),
  check: operation(part, async (given, progress) => checkHost.run(await planFor(given), progress)),
  up: operation(part, async (given, progress) => runPhases(upPhases, await planFor(given), progress)),
  plan: operation(part, async (given, progress) => {
    const plan = await planFor(given);
    await checkHost.run(plan, progress);
    return pendingChanges(upPhases, plan);
  }),
  dataVersion: operation(z.object({ name: z.string() }), async ({ name }) => {
    const cluster = await registeredCluster(name);
    return cluster === undefined ? undefined : await dataVersion(cluster.layout);
  }),
  keepsHdfs: operation(z.object({ spec: clusterSpec }), ({ spec }) => keepsHdfs(layoutOf(spec))),
  prepareHdfs: operation(part, async (given, progress) => prepareHdfs(await planFor(given), progress)),
  beginNextEdits: operation(z.object({ name: z.string() }), ({ name }, progress) => beginNextEdits(name, progress)),
  finishHdfs: operation(z.object({ name: z.string() }), ({ name }, progress) => finishHdfs(name, progress)),
  status: operation(z.object({ name: z.string() }), ({ name }) => status(name)),
  logs: operation(
    z.object({ name: z.string(), service: z.string().optional(), lines: z.int() }),
    async ({ name, service, lines }) => newestLogs(await status(name), service, lines),
  ),
  drained: operation(z.object({ spec: clusterSpec }), ({ spec }) => drainedDaemons(layoutOf(spec))),
  registered: operation(z.object({ name: z.string() }), ({ name }) => registration(name)),
  leave: operation(leaving, async (given, progress) => leave(given, await findCluster(given.name), progress)),
  forget: operation(
    z.object({ name: z.string(), addresses: z.array(z.string()) }),
    async ({ name, addresses }, progress) => forget(addresses, await findCluster(name), progress),
  ),
  admit: operation(daemons, async (given, progress) => admit(given, await findCluster(given.name), progress)),
  joined: operation(daemons, async (given, progress) => joined(given, await findCluster(given.name), progress)),
  rest: operation(z.object({ name: z.string() }), async ({ name }, progress) =>
    rest(await findCluster(name), progress),
  ),
  lend: operation(z.object({ name: z.string() }), async ({ name }, progress) => {
    // One that was interrupted while it was taken away knows of no cluster any more.
    const cluster = await registeredCluster(name);
    if (cluster !== undefined) await lendBlocks(cluster, progress);
  }),
  wake: operation(z.object({ name: z.string() }), async ({ name }, progress) =>
    wake(await findCluster(name), progress),
  ),
  down: operation(z.object({ name: z.string(), keepData: z.boolean() }), ({ name, keepData }, progress) =>
    down(name, progress, { keepData }),
  ),
} as const;

export type OperationName = keyof typeof operations;
export type InputOf<Name extends OperationName> = z.input<(typeof operations)[Name]['input']>;
export type OutputOf<Name extends OperationName> = Awaited<ReturnType<(typeof operations)[Name]['perform']>>;

/** Parses `given` and does what the operation of that name does. */
export const perform = <Name extends OperationName>(
  name: Name,
  given: unknown,
  progress: Progress,
): Promise<OutputOf<Name>> => {
  const table: {
    readonly [each in OperationName]: { perform(given: unknown, progress: Progress): Promise<OutputOf<each>> };
  } = operations;
  return table[name].perform(given, progress);
};

export const isOperation = (name: string): name is OperationName => name in operations;
