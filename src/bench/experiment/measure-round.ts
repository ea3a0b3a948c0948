import type { RunWriter } from '../../evidence/run-writer.ts';
import type { Calibration, Sample } from '../../evidence/sample.ts';
import type { Progress } from '../../progress.ts';
import type { Measurement, Trial } from '../suite.ts';
import { flagsOf } from './flags.ts';
import { requireSameResources } from './same-resources.ts';

/** What all measurements of one session share. */
export interface Laboratory {
  readonly writer: RunWriter;
  readonly runtimes: readonly string[];
  readonly calibrate: () => Promise<Calibration>;
  /** Every calibration of this session so far. */
  readonly calibrations: Calibration[];
  /** Position of the next measurement in the run. */
  order: number;
}

export interface RoundPlan {
  readonly suite: string;
  readonly trial: Trial;
  readonly round: number;
  readonly warmUp: boolean;
  /** In this order. */
  readonly places: readonly string[];
}

type Equipped = { readonly where: string; readonly resources: NonNullable<Measurement['resources']> };

/** Measures once in each place; every sample is on the disk before the next measurement begins. */
export const measureRound = async (laboratory: Laboratory, plan: RoundPlan, progress: Progress): Promise<Sample[]> => {
  const taken: Sample[] = [];
  let first: Equipped | undefined;
  for (const where of plan.places) {
    progress.signal.throwIfAborted();
    const { samples, measurement } = await measureOnce(laboratory, plan, where, progress);
    taken.push(...samples);
    if (!laboratory.runtimes.includes(where) || measurement.resources === undefined) continue;
    const equipped = { where, resources: measurement.resources };
    first ??= equipped;
    requireSameResources(`${plan.suite}, ${plan.trial.name}`, first, equipped);
  }
  return taken;
};

const measureOnce = async (
  laboratory: Laboratory,
  plan: RoundPlan,
  where: string,
  progress: Progress,
): Promise<{ samples: Sample[]; measurement: Measurement }> => {
  const { writer, calibrations } = laboratory;
  const before = calibrations.at(-1) ?? (await calibrateAgain(laboratory));
  const began = new Date();
  const started = performance.now();
  const measurement = await plan.trial.measure(where, progress);
  const seconds = (performance.now() - started) / 1000;
  const usual = [...calibrations];
  const after = await calibrateAgain(laboratory);
  const order = laboratory.order++;
  const raw = await keepRaw(writer, `${order}`.padStart(6, '0'), measurement);
  const { resources, kernel, emulated } = measurement;
  const samples = measurement.observations.map(
    (observation): Sample => ({
      suite: plan.suite,
      trial: plan.trial.name,
      case: { ...observation.case },
      runtime: where,
      ceiling: !laboratory.runtimes.includes(where),
      round: plan.round,
      order,
      warmUp: plan.warmUp,
      began: began.toISOString(),
      seconds,
      readings: [...observation.readings],
      ...(resources === undefined ? {} : { resources }),
      ...(kernel === undefined ? {} : { kernel }),
      ...(emulated === undefined ? {} : { emulated }),
      calibration: { before, after },
      flags: flagsOf(before, after, usual),
      raw,
    }),
  );
  await writer.appendSamples(samples);
  return { samples, measurement };
};

const calibrateAgain = async ({ calibrate, calibrations }: Laboratory): Promise<Calibration> => {
  const calibration = await calibrate();
  calibrations.push(calibration);
  return calibration;
};

const keepRaw = (writer: RunWriter, prefix: string, { raw = {} }: Measurement): Promise<string[]> =>
  Promise.all(Object.entries(raw).map(([name, text]) => writer.keepRaw(`${prefix}-${name}`, text)));
