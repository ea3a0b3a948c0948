import { randomUUID } from 'node:crypto';
import { figuresOf } from '../../analysis/figures-of.ts';
import type { Cluster } from '../../cluster/clusters.ts';
import { up } from '../../cluster/up.ts';
import { findGvisor } from '../../distribution/gvisor.ts';
import { type Distribution, installDistribution } from '../../distribution/install.ts';
import { FirebreakError } from '../../errors.ts';
import { readRun } from '../../evidence/read-run.ts';
import type { Plan } from '../../evidence/run.ts';
import { createRun } from '../../evidence/run-writer.ts';
import { type Progress, silentProgress } from '../../progress.ts';
import { describeEnvironment, describeRuntime } from '../environment/describe-environment.ts';
import { calibrate } from '../experiment/calibrate.ts';
import { runExperiment } from '../experiment/run-experiment.ts';
import type { OpenSuite, Site } from '../suite.ts';
import { measureTpch, prepare, tpchTrial } from '../suites/tpch/tpch.ts';
import { type Judged, judge, winnerOf } from './choose.ts';
import { flagsOf } from './flags.ts';
import { type Candidate, candidates, untried } from './options.ts';
import { startEach } from './trial-start.ts';
import { asItIs, nameOf, specWith, tryable } from './variants.ts';

export interface TuneRequest {
  readonly cluster: Cluster;
  readonly folder: string;
  /** Options to try, e.g. `platform=systrap`; all where none is named. */
  readonly only: readonly string[];
  readonly budgetSeconds: number;
  readonly seed: number;
  readonly options: Plan['options'];
  readonly command: readonly string[];
}

export interface TuneOutcome {
  readonly folder: string;
  readonly judged: readonly Judged[];
  readonly winner?: Judged;
}

/**
 * Tries options of gVisor on TPC-H, each by itself against the cluster as it is, in turns. The cluster must be idle: it
 * is set up anew for every measurement, and as it was at the end.
 */
export const runTune = async (request: TuneRequest, progress: Progress): Promise<TuneOutcome> => {
  const { cluster, folder } = request;
  const { spec } = cluster;
  const distribution = await installDistribution(spec.distribution, progress);
  const known = await flagsOf(spec.runtimes.gvisor.binary ?? (await findGvisor())?.runsc ?? 'runsc');
  const wanted = candidates.filter((each) => request.only.length === 0 || request.only.includes(nameOf(each)));
  const { tried: possible, left: impossible } = tryable(wanted, known, spec);
  requireSome(possible, request.only);
  await using _back = {
    [Symbol.asyncDispose]: async () => {
      // Also after Ctrl-C, when no further step begins.
      await up(spec, distribution, silentProgress());
    },
  };
  const { works: tried, fails } = await startEach(cluster, distribution, possible, progress);
  requireSome(tried, request.only);
  const left = [...impossible, ...fails];
  const environment = await describeEnvironment(cluster, distribution);
  const gvisor = describeRuntime(cluster, 'gvisor', environment.versions);
  const plan: Plan = {
    suites: ['tpch'],
    runtimes: [asItIs, ...tried.map(nameOf)],
    seed: request.seed,
    budgetSeconds: request.budgetSeconds,
    precision: 0.02,
    options: request.options,
  };
  {
    await using writer = await createRun(folder, {
      schema: 1,
      id: randomUUID(),
      began: new Date().toISOString(),
      command: [...request.command],
      plan,
      runtimes: plan.runtimes.map((name) => ({ ...gvisor, name })),
      environment,
    });
    const open = (_name: string, step: Progress): Promise<OpenSuite> =>
      openVariants({ cluster, distribution, plan, tried, left }, step);
    const suites = [{ name: 'tpch', weight: 1 }];
    await runExperiment({ writer, suites, open, calibrate: () => calibrate(folder) }, progress);
  }
  const judged = judge(figuresOf(await readRun(folder)), tried);
  const winner = winnerOf(judged);
  return { folder, judged, ...(winner === undefined ? {} : { winner }) };
};

const requireSome = (tried: readonly Candidate[], only: readonly string[]): void => {
  if (tried.length > 0) return;
  throw new FirebreakError({
    code: 'FB-TUNE-NOTHING',
    message: only.length === 0 ? 'There is nothing to try.' : `There is nothing to try of ${only.join(', ')}.`,
    because: 'this runsc lacks the flags, starts nothing with them, or the cluster has these options already',
    next: `options: ${candidates.map(nameOf).join(', ')}`,
    exit: 2,
  });
};

interface Variants {
  readonly cluster: Cluster;
  readonly distribution: Distribution;
  readonly plan: Plan;
  readonly tried: readonly Candidate[];
  readonly left: readonly { readonly what: string; readonly because: string }[];
}

/** A suite whose "runtimes" are one runtime, set up in different ways. */
const openVariants = async (
  { cluster, distribution, plan, tried, left }: Variants,
  progress: Progress,
): Promise<OpenSuite> => {
  const [tenant] = Object.values(cluster.spec.tenants);
  const site: Site = {
    cluster,
    distribution,
    user: tenant?.users[0] ?? '',
    runtimes: ['gvisor'],
    options: plan.options,
  };
  const prepared = await prepare(site, progress);
  return {
    trials: [
      tpchTrial(async (where, step) => {
        const candidate = tried.find((each) => nameOf(each) === where);
        const spec = candidate === undefined ? cluster.spec : specWith(cluster.spec, candidate);
        await step.step(`set up: ${where}`, (setUp) => up(spec, distribution, setUp));
        return measureTpch(prepared, 'gvisor', step);
      }),
    ],
    notMeasured: [...left, ...untried],
    [Symbol.asyncDispose]: async () => {},
  };
};
