import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulatedEvidence } from '../../../test/simulation/simulated-evidence.ts';
import { readRun } from '../../evidence/read-run.ts';
import { createRun, resumeRun } from '../../evidence/run-writer.ts';
import type { Calibration } from '../../evidence/sample.ts';
import { silentProgress } from '../../progress.ts';
import { type Measurement, type Trial, VoidTrial } from '../suite.ts';
import { runExperiment } from './run-experiment.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'firebreak-experiment-'));
});
afterAll(() => rm(root, { recursive: true }));

const runtimes = ['runc', 'gvisor'];
const { run } = simulatedEvidence({ seed: 1, suites: ['fio'] });
const plan = { ...run.plan, suites: ['s'], budgetSeconds: 0.001 };

const calm: Calibration = { spinMilliseconds: 20, copyMilliseconds: 20, diskMilliseconds: 5, load: 0 };

const measurement = (value: number, resources: Measurement['resources'] = { cpus: 2 }): Measurement => ({
  observations: [
    {
      case: { name: 'c', parameters: {} },
      readings: [{ metric: 'time', unit: 's', better: 'lower', value }],
    },
  ],
  resources,
});

const trial = (measure: Trial['measure'], more: Partial<Trial> = {}): Trial => ({
  name: 't',
  goal: { metric: 'time', over: 'each case' },
  measure,
  ...more,
});

/** Runs one suite of these trials in a new folder, or goes on with one. */
const experiment = async (
  name: string,
  trials: readonly Trial[],
  { resume = false, calibrate = async () => calm }: { resume?: boolean; calibrate?: () => Promise<Calibration> } = {},
) => {
  const folder = join(root, name);
  await using writer = resume ? await resumeRun(folder) : await createRun(folder, { ...run, plan });
  const open = async () => ({ trials, [Symbol.asyncDispose]: async () => {} });
  const suites = [{ name: 's', weight: 1 }];
  return await runExperiment({ writer, suites, open, calibrate }, silentProgress());
};

describe('an experiment', () => {
  test('takes turns: of two rounds the second runs the other way round, warm-ups marked', async () => {
    const order: string[] = [];
    await experiment('turns', [
      trial(async (where) => {
        order.push(where);
        return measurement(1);
      }),
    ]);
    expect(order).toHaveLength(8);
    for (const pair of [0, 4])
      expect(order.slice(pair + 2, pair + 4)).toEqual(order.slice(pair, pair + 2).toReversed());
    const { samples } = await readRun(join(root, 'turns'));
    expect(samples.filter(({ warmUp }) => warmUp)).toHaveLength(2);
    expect(samples.map(({ runtime }) => runtime)).toEqual(order);
  });

  test('stops at once where two runtimes were not given the same', async () => {
    const unequal = trial(async (where) => measurement(1, { cpus: where === 'runc' ? 2 : 4 }));
    await expect(experiment('unequal', [unequal])).rejects.toMatchObject({
      code: 'FB-BENCH-RESOURCES',
      because: expect.stringMatching(/cpus is \d in (runc|gvisor), \d in (runc|gvisor)/),
    });
  });

  test('stops where what is known of one runtime is unknown of the other', async () => {
    const unseen = trial(async (where) => measurement(1, where === 'runc' ? { cpus: 2, heap: 1 } : { cpus: 2 }));
    await expect(experiment('unseen', [unseen])).rejects.toThrow('did not have equal resources');
  });

  test('a wrong answer voids the trial and lets the others go on', async () => {
    const wrong = trial(async () => Promise.reject(new VoidTrial('Q3 differs')), { name: 'wrong' });
    const right = trial(async () => measurement(1), { name: 'right' });
    const outcomes = await experiment('void', [wrong, right]);
    expect(outcomes).toMatchObject([{ outcome: 'failed', because: 'not measured: wrong' }]);
    const { conclusions } = await readRun(join(root, 'void'));
    expect(conclusions.find((each) => each.trial === 'wrong')).toMatchObject({
      outcome: 'void',
      because: 'Q3 differs',
    });
    expect(conclusions.find((each) => each.trial === 'right')).toMatchObject({ outcome: 'budget spent', rounds: 3 });
  });

  test('keeps going until the ratio is as precise as wanted, and says that it is', async () => {
    await using writer = await createRun(join(root, 'precise'), { ...run, plan: { ...plan, budgetSeconds: 60 } });
    const steady = trial(async (where) => measurement(where === 'runc' ? 1 : 1.5));
    const open = async () => ({ trials: [steady], [Symbol.asyncDispose]: async () => {} });
    const suites = [{ name: 's', weight: 1 }];
    await runExperiment({ writer, suites, open, calibrate: async () => calm }, silentProgress());
    const { conclusions } = await readRun(join(root, 'precise'));
    expect(conclusions[0]).toMatchObject({ outcome: 'precise', rounds: 6 });
  });

  test('flags what was measured while the host was slow, and keeps it', async () => {
    let calls = 0;
    const calibrate = async () => (++calls > 10 ? { ...calm, spinMilliseconds: 40 } : calm);
    await experiment('flags', [trial(async () => measurement(1))], { calibrate });
    const { samples } = await readRun(join(root, 'flags'));
    expect(samples).toHaveLength(8);
    expect(samples.some(({ flags }) => flags.some((flag) => flag.includes('2.0x slower')))).toBe(true);
  });

  test('goes on where it was killed: torn lines dropped, nothing measured twice that counts', async () => {
    const dying = trial(async () => {
      if (++taken > 5) throw new DOMException('killed', 'AbortError');
      return measurement(1);
    });
    let taken = 0;
    await experiment('resumed', [dying]);
    const file = join(root, 'resumed', 'samples.jsonl');
    await rm(join(root, 'resumed', 'conclusions.jsonl'));
    await appendFile(file, '{"suite":"s","tri');
    await experiment('resumed', [trial(async () => measurement(1))], { resume: true });
    const { samples } = await readRun(join(root, 'resumed'));
    expect(await readFile(file, 'utf8')).not.toContain('"tri{');
    for (const counted of Map.groupBy(samples, ({ round, runtime }) => `${round} ${runtime}`).values())
      expect(counted).toHaveLength(1);
    const complete = Map.groupBy(
      samples.filter(({ warmUp }) => !warmUp),
      ({ round }) => round,
    );
    expect([...complete.values()].filter((round) => round.length === runtimes.length).length).toBeGreaterThanOrEqual(3);
  });
});
