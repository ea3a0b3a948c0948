import { randomUUID } from 'node:crypto';
import { figuresOf } from '../../analysis/figures-of.ts';
import type { Figures } from '../../analysis/figures-schema.ts';
import type { Cluster } from '../../cluster/clusters.ts';
import { up } from '../../cluster/up.ts';
import type { Distribution } from '../../distribution/install.ts';
import { readRun } from '../../evidence/read-run.ts';
import type { Plan } from '../../evidence/run.ts';
import { createRun } from '../../evidence/run-writer.ts';
import type { Progress } from '../../progress.ts';
import { describeEnvironment, describeRuntime } from '../environment/describe-environment.ts';
import { calibrate } from '../experiment/calibrate.ts';
import { runExperiment } from '../experiment/run-experiment.ts';
import type { OpenSuite, Site, Trial } from '../suite.ts';
import { measureTpch, prepare, tpchTrial } from '../suites/tpch/tpch.ts';
import type { Candidate, NotTried, TunableRuntime } from './candidates/candidate.ts';
import { untried } from './candidates/untried.ts';
import { userOf } from './user-of.ts';
import { asItIs, nameOf, specWith } from './variants.ts';

/** One series of measurements: some candidates of a runtime class against the cluster as it is. */
export interface Variants {
  readonly cluster: Cluster;
  readonly distribution: Distribution;
  readonly runtime: TunableRuntime;
  /** Of this series' own evidence, a run that `firebreak report` takes. */
  readonly folder: string;
  readonly command: readonly string[];
  readonly candidates: readonly Candidate[];
  /** What is not measured, and why; also of other classes. */
  readonly left: readonly NotTried[];
  readonly rounds: Pick<Trial, 'minimumRounds' | 'maximumRounds'>;
  readonly seed: number;
  readonly budgetSeconds: number;
  readonly options: Plan['options'];
}

const precision = 0.02;

/** Measures TPC-H with each candidate and without any, in turns; the cluster is set up anew for every measurement. */
export const measureVariants = async (variants: Variants, progress: Progress): Promise<Figures> => {
  const { cluster, distribution, runtime, folder, candidates, seed, budgetSeconds, options } = variants;
  const environment = await describeEnvironment(cluster, distribution);
  const described = describeRuntime(cluster, runtime, environment.versions);
  const runtimes = [asItIs, ...candidates.map(nameOf)];
  await using writer = await createRun(folder, {
    schema: 1,
    id: randomUUID(),
    began: new Date().toISOString(),
    command: [...variants.command],
    plan: { suites: ['tpch'], runtimes, seed, budgetSeconds, precision, options },
    runtimes: runtimes.map((name) => ({ ...described, name })),
    environment,
  });
  const open = (_name: string, step: Progress): Promise<OpenSuite> => openVariants(variants, step);
  const suites = [{ name: 'tpch', weight: 1 }];
  await runExperiment({ writer, suites, open, calibrate: () => calibrate(folder) }, progress);
  return figuresOf(await readRun(folder));
};

/** A suite whose "runtimes" are one runtime, set up in different ways. */
const openVariants = async (
  { cluster, distribution, runtime, candidates, left, rounds, options }: Variants,
  progress: Progress,
): Promise<OpenSuite> => {
  const site: Site = { cluster, distribution, user: userOf(cluster.spec, runtime), runtimes: [runtime], options };
  const prepared = await prepare(site, progress);
  const trial = tpchTrial(async (where, step) => {
    const candidate = candidates.find((each) => nameOf(each) === where);
    const spec = candidate === undefined ? cluster.spec : specWith(cluster.spec, candidate);
    await step.step(`set up: ${where}`, (setUp) => up(spec, distribution, setUp));
    return measureTpch(prepared, runtime, step);
  });
  return {
    trials: [{ ...trial, ...rounds }],
    notMeasured: [...left, ...untried].filter((each) => each.runtime === undefined || each.runtime === runtime),
    [Symbol.asyncDispose]: async () => {},
  };
};
