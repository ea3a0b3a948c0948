import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Measurement, Site, Suite, Trial } from '../../src/bench/suite.ts';
import { runLaunch } from '../../src/bench/suites/launch/run-launch.ts';
import { suites } from '../../src/bench/suites/registry.ts';
import { down } from '../../src/cluster/down.ts';
import { layoutOf } from '../../src/cluster/layout.ts';
import { clusterSpec } from '../../src/cluster/spec.ts';
import { up } from '../../src/cluster/up.ts';
import { installDistribution } from '../../src/distribution/install.ts';
import { silentProgress } from '../../src/progress.ts';

const spec = clusterSpec.parse({
  name: 'benchtest',
  tenants: { bench: { users: ['fb-bench'], runtime: 'gvisor', minimum: 'runc' } },
  network: { subnet: '172.23.16.0/20' },
  ports: { offset: 5000 },
});
const runtimes = ['runc', 'gvisor'];
let site: Site;

beforeAll(async () => {
  const distribution = await installDistribution(spec.distribution, silentProgress());
  await up(spec, distribution, silentProgress());
  const cluster = { name: spec.name, spec, layout: layoutOf(spec) };
  site = { cluster, distribution, user: 'fb-bench', runtimes, options: { preset: 'smoke', scaleFactor: 0.01 } };
});

afterAll(() => down(spec.name, silentProgress(), { keepData: false }));

// First of all: it refuses a cluster with containers.
test('our share of a launch is measured in each runtime, and samples are kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-launch-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const plan = { runtimes, pairs: 2, burst: 2, soak: 0, seed: 1 };
  const { results } = await runLaunch(site.cluster, plan, folder, silentProgress());
  expect(results.map(({ runtime, servedBy, emulated }) => ({ runtime, servedBy, emulated }))).toEqual(
    runtimes.map((runtime) => ({ runtime, servedBy: 'docker', emulated: false })),
  );
  for (const { launcher, engine } of results)
    for (const { p50 } of [launcher, engine]) expect(p50.value).toBeGreaterThan(10);
  expect((await readFile(join(folder, 'samples.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(8);
});

/** Every trial of the suite, once in each place; in all of them at the same time, since nobody reads the figures. */
const measureAll = async (suite: Suite): Promise<Map<string, Measurement[]>> => {
  await using open = await suite.open(site, silentProgress());
  const found = new Map<string, Measurement[]>();
  const measure = async (trial: Trial, where: string) => {
    const measurement = await trial.measure(where, silentProgress());
    found.set(where, [...(found.get(where) ?? []), measurement]);
  };
  for (const trial of open.trials) {
    await Promise.all([...runtimes, ...(trial.ceilings ?? [])].map((where) => measure(trial, where)));
  }
  return found;
};

/** Measured once for all tests that look at it. */
const measured = new Map<Suite, Promise<Map<string, Measurement[]>>>();
const measuredOnce = (suite: Suite): Promise<Map<string, Measurement[]>> => {
  const found = measured.get(suite) ?? measureAll(suite);
  measured.set(suite, found);
  return found;
};

const casesOf = (measurements: readonly Measurement[] = []): string[] =>
  measurements.flatMap(({ observations }) => observations.map((each) => each.case.name));

const suiteNamed = (name: string): Suite => suites.find((suite) => suite.name === name) ?? expect.fail(`no ${name}`);

describe.each(suites.filter(({ hosts }) => hosts === undefined).map((suite) => [suite.name, suite] as const))(
  'suite %s, through YARN',
  (_name, suite) => {
    test('measures the same cases in every place, with plausible figures and equal resources', async () => {
      const found = await measuredOnce(suite);
      expect(casesOf(found.get('runc')).length).toBeGreaterThan(0);
      expect(casesOf(found.get('gvisor'))).toEqual(casesOf(found.get('runc')));
      for (const { observations } of [...found.values()].flat()) {
        for (const { case: each, readings } of observations) {
          expect(readings.length, each.name).toBeGreaterThan(0);
          // A part may be nothing, e.g. garbage collection in a small query.
          const judged = readings.filter(({ better, partOf }) => better !== 'neither' && partOf === undefined);
          for (const { metric, value } of judged) expect(value, `${each.name}, ${metric}`).toBeGreaterThan(0);
        }
      }
      const [plain, secure] = runtimes.map((name) => found.get(name)?.[0]);
      expect(secure?.resources).toEqual(plain?.resources);
      expect(secure?.kernel).not.toBe(plain?.kernel);
    });
  },
);

test.each(runtimes)('Spark in %s answers all 22 TPC-H queries as DuckDB does, row by row', async (runtime) => {
  // A wrong answer voids the trial: it would have been thrown.
  const found = (await measuredOnce(suiteNamed('tpch'))).get(runtime);
  const queries = casesOf(found).filter((name) => name.startsWith('Q'));
  expect(queries).toEqual(Array.from({ length: 22 }, (_, index) => `Q${index + 1}, first run`));
});

test.each(runtimes)('round trips over UDP and TCP, idle and under load, are measured in %s', async (runtime) => {
  const found = (await measuredOnce(suiteNamed('iperf3'))).get(runtime) ?? [];
  const trips = found
    .flatMap(({ observations }) => observations)
    .filter(({ case: { name } }) => /round trip/.test(name));
  expect(trips.map(({ case: { name } }) => name)).toEqual(
    ['container to container', 'host to container'].flatMap((between) =>
      ['UDP', 'TCP'].flatMap((protocol) =>
        ['idle', 'under load'].map((load) => `${between}, ${protocol} round trip, ${load}`),
      ),
    ),
  );
  for (const { case: each, readings } of trips) {
    const [p50 = 0, p95 = 0, p99 = 0] = readings.map(({ value }) => value);
    expect(p50, each.name).toBeGreaterThan(1);
    expect(p95, each.name).toBeGreaterThanOrEqual(p50);
    expect(p99, each.name).toBeGreaterThanOrEqual(p95);
  }
});

test.each(runtimes)(
  'what TPC-H takes of the CPU in %s is counted by container, in the kernel and outside',
  async (runtime) => {
    const [found] = (await measuredOnce(suiteNamed('tpch'))).get(runtime) ?? [];
    // One pass, the first, is all there is.
    const own = found?.observations.find((each) => each.case.name === 'all queries, first run')?.readings ?? [];
    const value = (metric: string): number => own.find((each) => each.metric === metric)?.value ?? Number.NaN;
    for (const metric of ['executor CPU', 'driver CPU']) {
      expect(value(metric), metric).toBeGreaterThan(1);
      expect(value(`${metric}, system`), metric).toBeGreaterThan(0);
      const parts = value(`${metric}, user`) + value(`${metric}, system`);
      expect(parts / value(metric), metric).toBeCloseTo(1, 1);
    }
  },
);
