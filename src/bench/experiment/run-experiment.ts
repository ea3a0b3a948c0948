import { reasonOf } from '../../errors.ts';
import type { Conclusion } from '../../evidence/conclusion.ts';
import type { RunWriter } from '../../evidence/run-writer.ts';
import type { Calibration, Sample } from '../../evidence/sample.ts';
import type { Progress } from '../../progress.ts';
import type { OpenSuite, Suite } from '../suite.ts';
import { budgetOf } from './budget.ts';
import { explained, isFatal } from './failure.ts';
import type { Laboratory } from './measure-round.ts';
import { runSuite } from './run-suite.ts';

export interface Experiment {
  readonly writer: RunWriter;
  readonly suites: readonly Pick<Suite, 'name' | 'weight'>[];
  /** Makes one of them ready. */
  readonly open: (name: string, progress: Progress) => Promise<OpenSuite>;
  readonly calibrate: () => Promise<Calibration>;
}

export interface SuiteOutcome {
  readonly suite: string;
  readonly outcome: 'done' | 'failed';
  readonly because?: string;
}

const settledCalibrations = 5;

/** Measures all suites of a run, or what is still to be measured of one that goes on. */
export const runExperiment = async (
  { writer, suites, open, calibrate }: Experiment,
  progress: Progress,
): Promise<SuiteOutcome[]> => {
  const { plan } = writer.before.run;
  const laboratory: Laboratory = {
    writer,
    runtimes: plan.runtimes,
    calibrate,
    calibrations: await settled(calibrate),
    order: writer.before.samples.reduce((next, { order }) => Math.max(next, order + 1), 0),
  };
  const began = performance.now() - secondsSpent(writer.before.samples) * 1000;
  const remaining = suites.filter(({ name }) => !isDone(name, writer.before.conclusions));
  const outcomes: SuiteOutcome[] = [];
  for (const [index, { name }] of remaining.entries()) {
    const secondsLeft = plan.budgetSeconds - (performance.now() - began) / 1000;
    const weights = remaining.slice(index).map(({ weight }) => weight);
    const deadline = performance.now() + budgetOf(secondsLeft, weights) * 1000;
    const suitePlan = { name, seed: plan.seed, precision: plan.precision, deadline };
    outcomes.push(
      await progress.step(`measure ${name}`, async (step) => {
        try {
          await using suite = await open(name, step);
          const failures = await runSuite(laboratory, suite, suitePlan, step);
          if (failures.length === 0) return { suite: name, outcome: 'done' } as const;
          return { suite: name, outcome: 'failed', because: `not measured: ${failures.join(', ')}` } as const;
        } catch (error) {
          if (step.signal.aborted || isFatal(error)) throw error;
          step.note(`${name} failed: ${reasonOf(error)}`);
          return { suite: name, outcome: 'failed', because: explained(error) } as const;
        }
      }),
    );
    for (const outcome of outcomes.slice(-1))
      await writer.conclude({ ...outcome, rounds: 0, at: new Date().toISOString() });
  }
  return outcomes;
};

const isDone = (name: string, conclusions: readonly Conclusion[]): boolean =>
  conclusions.findLast(({ suite, trial }) => suite === name && trial === undefined)?.outcome === 'done';

/** Samples of one measurement share its time. */
const secondsSpent = (samples: readonly Sample[]): number =>
  [...new Map(samples.map(({ order, seconds }) => [order, seconds])).values()].reduce((sum, each) => sum + each, 0);

/** Also lets the compiler finish with what calibrates. */
const settled = async (calibrate: () => Promise<Calibration>): Promise<Calibration[]> => {
  await calibrate();
  const calibrations: Calibration[] = [];
  while (calibrations.length < settledCalibrations) calibrations.push(await calibrate());
  return calibrations;
};
