import { join } from 'node:path';
import type { Cluster } from '../../cluster/clusters.ts';
import { up } from '../../cluster/up.ts';
import { findGvisor } from '../../distribution/gvisor.ts';
import { installDistribution } from '../../distribution/install.ts';
import { FirebreakError } from '../../errors.ts';
import type { Plan } from '../../evidence/run.ts';
import { requireNoRun } from '../../evidence/run-writer.ts';
import { type Progress, silentProgress } from '../../progress.ts';
import type { Candidate, NotTried, TunableRuntime } from './candidates/candidate.ts';
import { candidates } from './candidates/candidates.ts';
import { type Judged, judge, screen, winnerOf } from './choose.ts';
import { flagsOf, type RunscFlags } from './flags.ts';
import { measureVariants, type Variants } from './measure-variants.ts';
import { startEach } from './trial-start.ts';
import { userOf } from './user-of.ts';
import { nameOf, tryable } from './variants.ts';

export interface TuneRequest {
  readonly cluster: Cluster;
  /** Each is measured against itself as it is, one after the other. */
  readonly runtimes: readonly TunableRuntime[];
  readonly folder: string;
  /** Options to try, e.g. `platform=systrap`; all where none is named. */
  readonly only: readonly string[];
  /** For all runtime classes. */
  readonly budgetSeconds: number;
  readonly seed: number;
  readonly options: Plan['options'];
  readonly command: readonly string[];
}

export interface TuneOutcome {
  readonly folder: string;
  readonly judged: readonly Judged[];
  /** At most one of each runtime class. */
  readonly winners: readonly Judged[];
}

/** So few candidates are measured to the end at once. */
const worthNoScreening = 2;

/** Enough to see what is much slower, or nowhere near faster. */
const screeningRounds = { minimumRounds: 1, maximumRounds: 3 } as const;

const confirmingRounds = { maximumRounds: 20 } as const;

/** In the runtime class's own folder. */
const seriesFolders = { screening: 'screening', confirmation: 'confirmation' } as const;

/**
 * Tries options of runtime classes on TPC-H, each by itself against its class as it is, in turns: all of them a few
 * times in half of the budget, then those that looked faster, in measurements of their own. The cluster must be idle:
 * it is set up anew for every measurement, and as it was at the end.
 * @throws FirebreakError `FB-EVIDENCE-EXISTS` at once, where the folder has a run of tune's; `FB-TUNE-RUNTIME`
 */
export const runTune = async (request: TuneRequest, progress: Progress): Promise<TuneOutcome> => {
  const { cluster, runtimes, folder } = request;
  const { spec } = cluster;
  for (const runtime of runtimes) {
    userOf(spec, runtime);
    for (const series of Object.values(seriesFolders)) await requireNoRun(join(folder, runtime, series));
  }
  const distribution = await installDistribution(spec.distribution, progress);
  const { tried: possible, left: impossible } = tryable(wantedOf(request), await knownFlags(request), spec);
  requireSome(possible, impossible, request);
  await using _back = {
    [Symbol.asyncDispose]: async () => {
      // Also after Ctrl-C, when no further step begins.
      await up(spec, distribution, silentProgress());
    },
  };
  const { works, fails } = await startEach(cluster, distribution, possible, progress);
  const left = [...impossible, ...fails];
  requireSome(works, left, request);
  const byClass = [...Map.groupBy(works, ({ runtime }) => runtime)];
  const budgetSeconds = request.budgetSeconds / byClass.length;
  const outcomes: Judged[][] = [];
  for (const [runtime, tried] of byClass) {
    const common = { ...request, runtime, distribution, left, folder: join(folder, runtime), budgetSeconds };
    outcomes.push(await (tried.length > worthNoScreening ? inTwoSeries : confirm)(common, tried, progress));
  }
  return { folder, judged: outcomes.flat(), winners: outcomes.flatMap((judged) => winnerOf(judged) ?? []) };
};

const wantedOf = ({ runtimes, only }: TuneRequest): Candidate[] =>
  candidates.filter((each) => runtimes.includes(each.runtime) && (only.length === 0 || only.includes(nameOf(each))));

const knownFlags = async ({ cluster, runtimes }: TuneRequest): Promise<RunscFlags> =>
  runtimes.includes('gvisor')
    ? flagsOf(cluster.spec.runtimes.gvisor.binary ?? (await findGvisor())?.runsc ?? 'runsc')
    : new Map();

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

const requireSome = (
  tried: readonly Candidate[],
  left: readonly NotTried[],
  { only, runtimes }: Pick<TuneRequest, 'only' | 'runtimes'>,
): void => {
  if (tried.length > 0) return;
  const classes = runtimes.join(' and ');
  const known = candidates.filter(({ runtime }) => runtimes.includes(runtime));
  throw new FirebreakError({
    code: 'FB-TUNE-NOTHING',
    message: `There is nothing to try in ${classes}${only.length === 0 ? '' : ` of ${only.join(', ')}`}.`,
    because: left.map(({ what, because }) => `${what}: ${because}`).join('; ') || `${classes} has no such option`,
    next: `options: ${known.map(nameOf).join(', ')}`,
    exit: 2,
  });
};
