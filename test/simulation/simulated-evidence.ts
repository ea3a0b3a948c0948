import type { Evidence } from '../../src/evidence/evidence.ts';
import type { Run } from '../../src/evidence/run.ts';
import type { Calibration, Reading, Sample } from '../../src/evidence/sample.ts';
import { normal } from '../../src/statistics/normal.ts';
import { seededRandom } from '../../src/statistics/random.ts';
import { type SimulatedCase, simulatedSuites } from './simulated-suites.ts';

export interface Simulation {
  readonly seed: number;
  readonly rounds?: number;
  /** Multiplies how slow each runtime is, e.g. `{ gvisor: 1.3 }`. */
  readonly slower?: Readonly<Record<string, number>>;
  /** Standard deviation of a sample's noise, as a share. */
  readonly noise?: number;
  readonly runtimes?: readonly string[];
  readonly suites?: readonly string[];
}

/** A whole run whose truth is known: what the statistics and the report are tried on. Nothing was measured. */
export const simulatedEvidence = (simulation: Simulation): Evidence => {
  const { seed, rounds = 12, runtimes = ['runc', 'gvisor'] } = simulation;
  const random = seededRandom(seed);
  const suites = Object.entries(simulatedSuites).filter(([name]) => simulation.suites?.includes(name) ?? true);
  let order = 0;
  const samples = suites.flatMap(([suite, cases]) =>
    Array.from({ length: rounds + 1 }, (_none, round) => {
      const shared = Math.exp(0.1 * normal(random));
      return [...runtimes, ...(round > 0 && round <= 3 ? ['host'] : [])].flatMap((runtime) => {
        const number = order++;
        return cases
          .filter(({ ceiling }) => runtime !== 'host' || ceiling !== undefined)
          .map((each) => sampleOf(simulation, each, { suite, runtime, round, order: number, shared, random }));
      });
    }).flat(),
  );
  return {
    folder: 'simulated',
    run: runOf(
      simulation,
      runtimes,
      suites.map(([name]) => name),
    ),
    samples,
    conclusions: suites.map(([suite]) => ({
      suite,
      trial: suite,
      outcome: 'budget spent',
      rounds,
      at: '2026-01-01T00:00:00.000Z',
    })),
  };
};

interface Place {
  readonly suite: string;
  readonly runtime: string;
  readonly round: number;
  readonly order: number;
  /** Noise that all runtimes of a round share. */
  readonly shared: number;
  readonly random: () => number;
}

const sampleOf = ({ slower = {}, noise = 0.04 }: Simulation, each: SimulatedCase, place: Place): Sample => {
  const { suite, runtime, round, order, shared, random } = place;
  const calibration = calibrationAt(random);
  const busy = calibration.after.spinMilliseconds > 26;
  const slow = (runtime === 'host' ? (each.ceiling ?? 1) : (each.cost[runtime] ?? 1)) * (slower[runtime] ?? 1);
  const disturbed = slow * shared * Math.exp(noise * normal(random)) * (busy ? 1.2 : 1);
  return {
    suite,
    trial: suite,
    case: { name: each.name, parameters: each.parameters ?? {}, ...(each.family ? { family: each.family } : {}) },
    runtime,
    ceiling: runtime === 'host',
    round,
    order,
    warmUp: round === 0,
    began: new Date(Date.UTC(2026, 0, 1) + order * 10_000).toISOString(),
    seconds: 10,
    readings: each.readings.map((reading): Reading => {
      const factor = reading.better === 'higher' ? 1 / disturbed : reading.better === 'lower' ? disturbed : 1;
      const value = reading.value * factor;
      return {
        ...reading,
        value,
        ...(reading.distribution
          ? { distribution: reading.distribution.map((point) => ({ q: point.q, value: point.value * factor })) }
          : {}),
      };
    }),
    calibration,
    flags: busy ? ['the host was 1.4x slower than usual at hashing on one CPU'] : [],
    raw: [],
  };
};

const calibrationAt = (random: () => number): { before: Calibration; after: Calibration } => {
  const one = (spin: number): Calibration => ({
    spinMilliseconds: spin * Math.exp(0.02 * normal(random)),
    copyMilliseconds: 18 * Math.exp(0.03 * normal(random)),
    diskMilliseconds: 6 * Math.exp(0.2 * normal(random)),
    load: 1.5 + random(),
  });
  return { before: one(20), after: one(random() < 0.03 ? 28 : 20) };
};

const runOf = ({ seed }: Simulation, runtimes: readonly string[], suites: readonly string[]): Run => ({
  schema: 1,
  id: `simulated-${seed}`,
  began: '2026-01-01T00:00:00.000Z',
  command: ['firebreak', 'bench', '--runtimes', runtimes.join(','), '--budget', '30m'],
  plan: {
    suites: [...suites],
    runtimes: [...runtimes],
    seed,
    budgetSeconds: 1800,
    precision: 0.05,
    options: { scaleFactor: 1 },
  },
  runtimes: runtimes.map((name) => ({
    name,
    engine: name === 'kata' ? 'containerd' : 'docker',
    handler: name,
    version: 'simulated',
    emulated: name === 'kata',
  })),
  environment: {
    host: {
      hostname: 'simulated',
      release: 'no machine',
      kernel: 'none',
      processor: 'simulated processor',
      processors: 2,
      memoryBytes: 24 * 2 ** 30,
      governor: 'none',
      sharedHugePages: 'always [advise] never',
      cgroups: 'version 2',
      mitigations: { meltdown: 'Not affected' },
    },
    versions: { firebreak: '0.0.0', spark: 'simulated' },
    checksums: { 'spark.tar.gz': '0'.repeat(64) },
    image: { reference: 'simulated', digest: '0'.repeat(64) },
    git: { commit: '0'.repeat(40), modified: false },
    configuration: { 'cluster.yaml': 'name: simulated\n' },
  },
});
