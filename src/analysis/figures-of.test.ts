import { describe, expect, test } from 'vitest';
import { simulatedEvidence } from '../../test/simulation/simulated-evidence.ts';
import { simulatedSuites } from '../../test/simulation/simulated-suites.ts';
import { geometricMean } from '../statistics/geometric-mean.ts';
import { figuresOf } from './figures-of.ts';
import { figures as schema } from './figures-schema.ts';

const evidence = simulatedEvidence({ seed: 2, runtimes: ['runc', 'gvisor', 'kata'] });
const found = figuresOf(evidence);

const figureOf = (caseName: string, metric: string, runtime: string) =>
  found.figures.find((each) => each.caseName === caseName && each.metric === metric && each.runtime === runtime);

describe('the numbers of a run', () => {
  test('are what the published schema says', () => {
    expect(() => schema.parse(found)).not.toThrow();
  });

  test('find the true ratio of every case within a few percent', () => {
    for (const [suite, cases] of Object.entries(simulatedSuites)) {
      const compared = cases.filter(({ readings }) => readings.some(({ better }) => better !== 'neither'));
      for (const { name, parameters = {}, cost } of compared) {
        const ratio = found.figures.find(
          (each) =>
            each.suite === suite &&
            each.caseName === name &&
            each.runtime === 'gvisor' &&
            each.ratio !== undefined &&
            each.better !== 'neither' &&
            Object.entries(parameters).every(([key, value]) => each.parameters[key] === value),
        )?.ratio;
        expect(ratio?.cost ?? Number.NaN, `${suite} ${name}`).toBeGreaterThan((cost.gvisor ?? 1) * 0.9);
        expect(ratio?.cost ?? Number.NaN, `${suite} ${name}`).toBeLessThan((cost.gvisor ?? 1) * 1.1);
      }
    }
  });

  test('have the geometric mean of the queries, and of nothing that is not alike', () => {
    const truth = geometricMean(
      (simulatedSuites.tpch ?? []).flatMap(({ family, cost }) => (family === undefined ? [] : [cost.gvisor ?? 1])),
    );
    const [mean] = found.means.filter(({ runtime }) => runtime === 'gvisor');
    expect(mean).toMatchObject({ suite: 'tpch', metric: 'time', cases: 22, n: 12 });
    expect(mean?.costLow).toBeLessThan(truth * 1.03);
    expect(mean?.costHigh).toBeGreaterThan(truth * 0.97);
    expect(new Set(found.means.map(({ suite }) => suite))).toEqual(new Set(['tpch']));
  });

  test('count how a throughput is worse the other way round than how a time is', () => {
    const throughput = figureOf('TCP', 'throughput', 'gvisor')?.ratio;
    expect(throughput?.value).toBeLessThan(0.6);
    expect(throughput?.cost).toBeGreaterThan(1.9);
    expect(throughput?.costLow).toBeLessThan(throughput?.costHigh ?? 0);
  });

  test('leave warm-ups out and keep what deserves doubt', () => {
    const figure = figureOf('matrix', 'rate', 'runc');
    expect(figure?.median.n).toBe(12);
    expect(found.samples.warmUps).toBeGreaterThan(0);
    expect(found.samples.flagged).toBeGreaterThan(0);
    expect(found.samples.counted + found.samples.warmUps).toBe(evidence.samples.length);
  });

  test('leave a round out that one runtime did not see, and keep it where there is no other', () => {
    const last = Math.max(...evidence.samples.map(({ round }) => round));
    const halved = evidence.samples.filter(({ round, runtime }) => round !== last || runtime === 'runc');
    const few = figuresOf({ ...evidence, samples: halved });
    const runc = few.figures.find((each) => each.caseName === 'matrix' && each.runtime === 'runc');
    expect(runc?.median.n).toBe(11);
    expect(few.samples.unfinished).toBe(halved.filter(({ round }) => round === last).length);
    const alone = figuresOf({ ...evidence, samples: halved.filter(({ round }) => round === last) });
    expect(alone.samples.unfinished).toBe(0);
    expect(alone.samples.counted).toBe(few.samples.unfinished);
  });

  test('name the ceiling beside what it limits, and say which runtime was emulated', () => {
    expect(figureOf('matrix', 'rate', 'gvisor')?.ceiling?.name).toBe('host');
    expect(figureOf('matrix', 'rate', 'host')?.ratio).toBeUndefined();
    expect(figureOf('Q1', 'time', 'kata')?.emulated).toBe(true);
    expect(figureOf('Q1', 'time', 'gvisor')?.emulated).toBe(false);
  });

  test('judge a goal only where the interval leaves no doubt', () => {
    expect(figureOf('agent at rest', 'agent memory', 'runc')?.verdict?.outcome).toBe('met');
    expect(found.means.find(({ runtime }) => runtime === 'gvisor')?.verdict?.outcome).toBe('missed');
  });

  test('judge nothing by so few rounds that no interval is sure', () => {
    const few = figuresOf(simulatedEvidence({ seed: 1, rounds: 3, suites: ['tpch'] }));
    expect(few.means.find(({ runtime }) => runtime === 'gvisor')?.verdict?.outcome).toBe('undecided');
  });

  test('know nothing of a trial that a wrong answer made void', () => {
    const last = { suite: 'tpch', trial: 'tpch', outcome: 'void', rounds: 12, at: '2026-01-01T00:00:00Z' } as const;
    const voided = figuresOf({ ...evidence, conclusions: [...evidence.conclusions, last] });
    expect(voided.figures.some(({ suite }) => suite === 'tpch')).toBe(false);
    expect(voided.means).toEqual([]);
  });
});
