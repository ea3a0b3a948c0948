import type { Cluster } from '../cluster/clusters.ts';
import type { Distribution } from '../distribution/install.ts';
import type { Parameters, Reading, Resources } from '../evidence/sample.ts';
import type { Progress } from '../progress.ts';

/** Where and with what the suites of one run measure. */
export interface Site {
  readonly cluster: Cluster;
  readonly distribution: Distribution;
  /** Operating-system user of the tenant whose containers are measured. */
  readonly user: string;
  /** The baseline first. */
  readonly runtimes: readonly string[];
  /** What the command line set for the suites, e.g. `scaleFactor`; part of the run's plan. */
  readonly options: Parameters;
}

/** A kind of benchmark: knows how to make ready for its trials. */
export interface Suite {
  readonly name: string;
  /** What question it answers, one line. */
  readonly summary: string;
  /** Share of the budget, relative to the other suites' weights. */
  readonly weight: number;
  /** Which clusters it measures; default: those of one host, which it looks at from there. */
  readonly hosts?: 'several';
  /** Loads data, starts what its trials share. What is returned is disposed of when the suite ends, however it ends. */
  open(site: Site, progress: Progress): Promise<OpenSuite>;
}

export interface OpenSuite extends AsyncDisposable {
  readonly trials: readonly Trial[];
  /** What this host cannot measure, and why: the report says so. */
  readonly notMeasured?: readonly { readonly what: string; readonly because: string }[];
}

/**
 * What is measured in one go, once per runtime and round: one container, or one application, that may give figures for
 * many cases. Trials are repeated in rounds until their figures are precise or the suite's budget is spent.
 */
export interface Trial {
  readonly name: string;
  /** Rounds that are kept but not counted, at the start and after a resumption. Default 1. */
  readonly warmUps?: number;
  /** Default 3; a smaller budget than that is overrun rather than left with nothing. */
  readonly minimumRounds?: number;
  /** Default 40. */
  readonly maximumRounds?: number;
  /** What a precise figure is: the ratio to the baseline of this metric, in each case or as a geometric mean of all. */
  readonly goal: { readonly metric: string; readonly over: 'each case' | 'geometric mean' };
  /** Names of ceilings that `measure` also takes, e.g. `host`: measured in the first three rounds. Default none. */
  readonly ceilings?: readonly string[];
  /** Measures once. `where` is a runtime class or one of the ceilings. A wrong answer is a VoidTrial. */
  measure(where: string, progress: Progress): Promise<Measurement>;
}

export interface Measurement {
  readonly observations: readonly Observation[];
  /** What the container was given and saw. Compared between the runtimes of a round: a difference stops the run. */
  readonly resources?: Resources;
  /** `uname -r` inside. */
  readonly kernel?: string;
  /** The VM ran in software emulation. */
  readonly emulated?: boolean;
  /** The tools' own output, by file name without folder, e.g. `fio.json`. */
  readonly raw?: Readonly<Record<string, string>>;
}

export interface Observation {
  /**
   * The same in every runtime and round. `family` names cases that are alike, e.g. `TPC-H`, `TPC-H, first run`: the
   * report gives the geometric mean of their ratios.
   */
  readonly case: { readonly name: string; readonly parameters: Parameters; readonly family?: string };
  readonly readings: readonly Reading[];
}

/** Thrown by `measure` when an answer is wrong: everything measured in the trial is void. */
export class VoidTrial extends Error {
  override readonly name = 'VoidTrial';
}
