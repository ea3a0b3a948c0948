import { join } from 'node:path';
import type { Cluster } from '../../cluster/clusters.ts';
import { up } from '../../cluster/up.ts';
import { findGvisor } from '../../distribution/gvisor.ts';
import { installDistribution } from '../../distribution/install.ts';
import { FirebreakError } from '../../errors.ts';
import type { Plan } from '../../evidence/run.ts';
import { requireNoRun } from '../../evidence/run-writer.ts';
import { type Progress, silentProgress } from '../../progress.ts';
import { type Judged, judge, screen, winnerOf } from './choose.ts';
import { flagsOf } from './flags.ts';
import { measureVariants, type Variants } from './measure-variants.ts';
import { type Candidate, candidates } from './options.ts';
import { startEach } from './trial-start.ts';
import { nameOf, tryable } from './variants.ts';

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

/** So few candidates are measured to the end at once. */
const worthNoScreening = 2;

/** Enough to see what is much slower, or nowhere near faster. */
const screeningRounds = { minimumRounds: 1, maximumRounds: 3 } as const;

const confirmingRounds = { maximumRounds: 20 } as const;

const seriesFolders = { screening: 'screening', confirmation: 'confirmation' } as const;

/**
 * Tries options of gVisor on TPC-H, each by itself against the cluster as it is, in turns: all of them a few times in
 * half of the budget, then those that looked faster, in measurements of their own. The cluster must be idle: it is set
 * up anew for every measurement, and as it was at the end.
 * @throws FirebreakError `FB-EVIDENCE-EXISTS` at once, where the folder has a run of tune's
 */
export const runTune = async (request: TuneRequest, progress: Progress): Promise<TuneOutcome> => {
  const { cluster, folder, only } = request;
  for (const series of Object.values(seriesFolders)) await requireNoRun(join(folder, series));
  const { spec } = cluster;
  const distribution = await installDistribution(spec.distribution, progress);
  const known = await flagsOf(spec.runtimes.gvisor.binary ?? (await findGvisor())?.runsc ?? 'runsc');
  const wanted = candidates.filter((each) => only.length === 0 || only.includes(nameOf(each)));
  const { tried: possible, left: impossible } = tryable(wanted, known, spec);
  requireSome(possible, only);
  await using _back = {
    [Symbol.asyncDispose]: async () => {
      // Also after Ctrl-C, when no further step begins.
      await up(spec, distribution, silentProgress());
    },
  };
  const { works: tried, fails } = await startEach(cluster, distribution, possible, progress);
  requireSome(tried, only);
  const common = { ...request, distribution, left: [...impossible, ...fails] };
  const judged = await (tried.length > worthNoScreening ? inTwoSeries : confirm)(common, tried, progress);
  const winner = winnerOf(judged);
  return { folder, judged, ...(winner === undefined ? {} : { winner }) };
};

type Common = Omit<Variants, 'candidates' | 'rounds'>;

const inTwoSeries = async (common: Common, tried: readonly Candidate[], progress: Progress): Promise<Judged[]> => {
  const budgetSeconds = common.budgetSeconds / 2;
  const folder = join(common.folder, seriesFolders.screening);
  const series = { ...common, folder, budgetSeconds, candidates: tried, rounds: screeningRounds };
  const { finalists, dropped } = screen(await measureVariants(series, progress), tried);
  const confirmed = finalists.length === 0 ? [] : await confirm({ ...common, budgetSeconds }, finalists, progress);
  return [...confirmed, ...dropped];
};

const confirm = async (common: Common, finalists: readonly Candidate[], progress: Progress): Promise<Judged[]> => {
  const folder = join(common.folder, seriesFolders.confirmation);
  const series = { ...common, folder, candidates: finalists, rounds: confirmingRounds };
  return judge(await measureVariants(series, progress), finalists);
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
