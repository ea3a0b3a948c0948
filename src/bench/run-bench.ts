import { randomUUID } from 'node:crypto';
import type { Cluster } from '../cluster/clusters.ts';
import { installDistribution } from '../distribution/install.ts';
import type { Plan, Run } from '../evidence/run.ts';
import { createRun, type RunWriter, resumeRun } from '../evidence/run-writer.ts';
import type { Progress } from '../progress.ts';
import { describeEnvironment, describeRuntime } from './environment/describe-environment.ts';
import { requireSameEnvironment } from './environment/require-same-environment.ts';
import { calibrate } from './experiment/calibrate.ts';
import { runExperiment, type SuiteOutcome } from './experiment/run-experiment.ts';
import { presetOf } from './preset.ts';
import type { OpenSuite, Site } from './suite.ts';
import { suitesFor } from './suites/registry.ts';

export interface BenchRequest {
  readonly cluster: Cluster;
  /** Folder of the run. */
  readonly folder: string;
  /** What to measure; a run that goes on keeps the plan it began with. */
  readonly plan: Plan | 'resume';
  /** As typed. */
  readonly command: readonly string[];
}

export interface BenchOutcome {
  readonly folder: string;
  readonly suites: readonly SuiteOutcome[];
}

/** Measures the suites of a plan on a cluster that runs; everything goes into the run's folder at once. */
export const runBench = async (request: BenchRequest, progress: Progress): Promise<BenchOutcome> => {
  const { cluster, folder } = request;
  const distribution = await installDistribution(cluster.spec.distribution, progress);
  const environment = await describeEnvironment(cluster, distribution);
  await using writer = await openRun(request, environment);
  const { plan } = writer.before.run;
  const [tenant] = Object.values(cluster.spec.tenants);
  const [user = ''] = tenant?.users ?? [];
  const site: Site = { cluster, distribution, user, runtimes: plan.runtimes, options: plan.options };
  const suites = suitesFor(cluster, plan.suites);
  const open = async (name: string, step: Progress) => {
    const suite = suites.find((each) => each.name === name);
    if (suite === undefined) throw new Error(`no suite ${name}`);
    const opened = await suite.open(site, step);
    return presetOf(site.options) === 'smoke' ? inOneRound(opened) : opened;
  };
  const outcomes = await runExperiment({ writer, suites, open, calibrate: () => calibrate(folder) }, progress);
  return { folder, suites: outcomes };
};

/** Everything once: more would only make figures better that nobody reads. */
const inOneRound = (suite: OpenSuite): OpenSuite => ({
  ...suite,
  trials: suite.trials.map((trial) => ({ ...trial, warmUps: 0, minimumRounds: 1, maximumRounds: 1 })),
});

const openRun = async (
  { cluster, folder, plan, command }: BenchRequest,
  environment: Run['environment'],
): Promise<RunWriter> => {
  if (plan === 'resume') {
    const writer = await resumeRun(folder);
    requireSameEnvironment(writer.before.run.environment, environment);
    return writer;
  }
  return createRun(folder, {
    schema: 1,
    id: randomUUID(),
    began: new Date().toISOString(),
    command: [...command],
    plan,
    runtimes: plan.runtimes.map((name) => describeRuntime(cluster, name, environment.versions)),
    environment,
  });
};
