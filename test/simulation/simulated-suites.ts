import type { Parameters, Reading } from '../../src/evidence/sample.ts';

export interface SimulatedCase {
  readonly name: string;
  readonly parameters?: Parameters;
  readonly family?: string;
  /** In the baseline, without noise. */
  readonly readings: readonly Reading[];
  /** How many times worse each runtime is. */
  readonly cost: Readonly<Record<string, number>>;
  /** The same for the bare host, where it is measured. */
  readonly ceiling?: number;
}

const quantiles = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/** A log-normal latency distribution around its median. */
const latency = (metric: string, median: number, spread: number): Reading => ({
  metric,
  unit: 'ms',
  better: 'lower',
  value: median,
  distribution: quantiles.map((q) => ({ q, value: median * (q / (1 - q)) ** spread })),
});

const query = (number: number): SimulatedCase => {
  const seconds = 1.5 + ((number * 7) % 11) / 2;
  const gvisor = 1.15 + ((number * 5) % 13) / 20;
  const part = (metric: string, share: number): Reading => ({
    metric,
    unit: 's',
    better: 'lower',
    value: seconds * share,
    partOf: 'task time',
  });
  return {
    name: `Q${number}`,
    family: 'TPC-H',
    cost: { gvisor, kata: 12 },
    readings: [
      { metric: 'time', unit: 's', better: 'lower', value: seconds },
      { metric: 'task time', unit: 's', better: 'neither', value: seconds * 1.6 },
      part('computing and reading', 0.7),
      part('scheduler delay', 0.1),
      part('deserialisation', 0.1),
      part('garbage collection', 0.1),
      part('waiting for shuffle', 0.2),
      part('writing shuffle', 0.1),
    ],
  };
};

const storage = (name: string, path: string, depth: number, iops: number, gvisor: number): SimulatedCase => ({
  name,
  parameters: { path, block: '4 KiB', jobs: 1, depth },
  cost: { gvisor, kata: 9 },
  ceiling: 0.8,
  readings: [
    { metric: 'operations', unit: '1/s', better: 'higher', value: iops },
    latency('latency', (1000 * depth) / iops, 0.3),
  ],
});

const work = (name: string, rate: number, gvisor: number): SimulatedCase => ({
  name,
  cost: { gvisor, kata: 15 },
  ceiling: 0.97,
  readings: [{ metric: 'rate', unit: '1/s', better: 'higher', value: rate }],
});

/** What containers took of the CPU for a pass over all queries. */
const cpuOfAllQueries = (name: string, seconds: number): SimulatedCase => ({
  name,
  cost: { gvisor: 1.6, kata: 12 },
  readings: ['executor CPU', 'driver CPU'].flatMap((metric): Reading[] => [
    { metric, unit: 's', better: 'lower', value: seconds },
    { metric: `${metric}, user`, unit: 's', better: 'lower', value: seconds * 0.9, partOf: metric },
    { metric: `${metric}, system`, unit: 's', better: 'lower', value: seconds * 0.1, partOf: metric },
  ]),
});

/** Cases in the likeness of the real suites. */
export const simulatedSuites: Readonly<Record<string, readonly SimulatedCase[]>> = {
  tpch: [
    ...Array.from({ length: 22 }, (_none, index) => query(index + 1)),
    cpuOfAllQueries('all queries', 70),
    cpuOfAllQueries('all queries, first run', 90),
  ],
  fio: [
    storage('random read', 'local', 1, 9000, 1.9),
    storage('random read', 'local', 32, 60_000, 2.6),
    storage('random write', 'local', 1, 7000, 2.2),
    storage('random write', 'local', 32, 40_000, 3.1),
    storage('random read', 'tmpfs', 1, 200_000, 1.1),
  ],
  iperf3: [
    {
      name: 'TCP',
      parameters: { streams: 1, direction: 'out' },
      cost: { gvisor: 2.3, kata: 6 },
      ceiling: 0.9,
      readings: [{ metric: 'throughput', unit: 'Gbit/s', better: 'higher', value: 7.5 }],
    },
    {
      name: 'request and response',
      parameters: { protocol: 'TCP' },
      cost: { gvisor: 2.8, kata: 7 },
      readings: [latency('round trip', 0.04, 0.4)],
    },
  ],
  'stress-ng': [
    work('matrix', 5000, 1.02),
    work('stream', 300, 1.05),
    work('futex', 90_000, 2.6),
    work('context switch', 200_000, 5.8),
    work('fork', 4000, 15),
    work('mmap', 800, 3.4),
  ],
  launch: [
    {
      name: 'one at a time',
      cost: { gvisor: 1.9, kata: 12 },
      readings: [{ metric: 'asked to registered, p50', unit: 'ms', better: 'lower', value: 3100 }],
    },
  ],
  density: [
    ...[1, 2, 4, 8].map((executors) => ({
      name: 'idle executors',
      parameters: { executors },
      cost: { gvisor: 1.2, kata: 1.8 },
      readings: [{ metric: 'memory', unit: 'MiB', better: 'lower' as const, value: 120 + 210 * executors }],
    })),
    {
      name: 'agent at rest',
      cost: {},
      readings: [{ metric: 'agent memory', unit: 'MiB', better: 'neither', value: 82 }],
    },
  ],
};
