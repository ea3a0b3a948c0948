import type { Conclusion } from '../../evidence/conclusion.ts';
import type { Progress } from '../../progress.ts';
import { type OpenSuite, VoidTrial } from '../suite.ts';
import { explained, isFatal } from './failure.ts';
import { isPrecise } from './is-precise.ts';
import { type Laboratory, measureRound } from './measure-round.ts';
import { orderOf } from './order.ts';
import { completeRounds, isWarmUp, nextRound, placesOf, reasonToStop, type TrialProgress } from './trial-progress.ts';

export interface SuitePlan {
  readonly name: string;
  readonly seed: number;
  readonly precision: number;
  /** Milliseconds of performance.now() at which the suite's budget is spent. */
  readonly deadline: number;
}

const toleratedFailures = 2;

/** A trial after which there is no further round. */
type Ended = 'measured' | 'failed';

/**
 * Takes rounds of all trials in turn until each is precise or the budget is spent; how each ended is kept.
 * @returns names of the trials that failed or were void
 */
export const runSuite = async (
  laboratory: Laboratory,
  suite: OpenSuite,
  plan: SuitePlan,
  progress: Progress,
): Promise<string[]> => {
  const failures: string[] = [];
  const earlier = laboratory.writer.before.samples.filter((sample) => sample.suite === plan.name);
  let open: TrialProgress[] = suite.trials.map((trial) => ({
    trial,
    samples: earlier.filter((sample) => sample.trial === trial.name),
    warmUpsDone: 0,
    roundSeconds: undefined,
    failures: 0,
  }));
  for (const { what, because } of suite.notMeasured ?? [])
    await conclude(laboratory, plan, { trial: what, outcome: 'not measured', rounds: 0, because });
  while (open.length > 0) {
    const goingOn: TrialProgress[] = [];
    for (const state of open) {
      const next = await advance(laboratory, state, plan, progress);
      if (next === 'failed') failures.push(state.trial.name);
      else if (next !== 'measured') goingOn.push(next);
    }
    open = goingOn;
  }
  return failures;
};

/** One more round of a trial. */
const advance = async (
  laboratory: Laboratory,
  state: TrialProgress,
  plan: SuitePlan,
  progress: Progress,
): Promise<TrialProgress | Ended> => {
  const { runtimes } = laboratory;
  const { trial, samples } = state;
  const rounds = completeRounds(samples, runtimes);
  const secondsLeft = (plan.deadline - performance.now()) / 1000;
  const precise = isPrecise(samples, trial, { runtimes, halfWidth: plan.precision });
  const outcome = reasonToStop(state, { rounds, precise, secondsLeft });
  if (outcome !== undefined) {
    await conclude(laboratory, plan, { trial: trial.name, outcome, rounds });
    return 'measured';
  }
  progress.note(`${trial.name}: ${isWarmUp(state) ? 'warm-up' : `round ${rounds + 1}`}${timeLeft(secondsLeft)}`);
  return takeRound(laboratory, state, plan, progress);
};

const takeRound = async (
  laboratory: Laboratory,
  state: TrialProgress,
  plan: SuitePlan,
  progress: Progress,
): Promise<TrialProgress | Ended> => {
  const { trial, samples } = state;
  const round = nextRound(samples);
  const warmUp = isWarmUp(state);
  const places = orderOf(placesOf(state, laboratory.runtimes), plan.seed, round);
  const began = performance.now();
  try {
    const taken = await measureRound(laboratory, { suite: plan.name, trial, round, warmUp, places }, progress);
    return {
      ...state,
      samples: [...samples, ...taken],
      warmUpsDone: state.warmUpsDone + (warmUp ? 1 : 0),
      roundSeconds: (performance.now() - began) / 1000,
      failures: 0,
    };
  } catch (error) {
    if (progress.signal.aborted || isFatal(error)) throw error;
    return failed(laboratory, state, plan, error, progress);
  }
};

const failed = async (
  laboratory: Laboratory,
  state: TrialProgress,
  plan: SuitePlan,
  error: unknown,
  progress: Progress,
): Promise<TrialProgress | Ended> => {
  const because = explained(error);
  const failures = state.failures + 1;
  progress.note(`${state.trial.name} failed: ${because}`);
  if (failures < toleratedFailures && !(error instanceof VoidTrial)) return { ...state, failures };
  const outcome = error instanceof VoidTrial ? 'void' : 'failed';
  const rounds = completeRounds(state.samples, laboratory.runtimes);
  await conclude(laboratory, plan, { trial: state.trial.name, outcome, rounds, because });
  return 'failed';
};

const conclude = (
  { writer }: Laboratory,
  { name }: SuitePlan,
  conclusion: Omit<Conclusion, 'suite' | 'at'>,
): Promise<void> => writer.conclude({ suite: name, ...conclusion, at: new Date().toISOString() });

const timeLeft = (seconds: number): string =>
  seconds <= 0
    ? ', over budget'
    : `, at most ${seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`} left`;
