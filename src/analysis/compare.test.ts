import { expect, test } from 'vitest';
import { simulatedEvidence } from '../../test/simulation/simulated-evidence.ts';
import { compareRuns } from './compare.ts';

test.each([3, 6, 12])('a runtime that became slower by a third is caught, with %i rounds', (rounds) => {
  const before = simulatedEvidence({ seed: 1, rounds });
  const after = simulatedEvidence({ seed: 2, rounds, slower: { gvisor: 1.3 } });
  const found = compareRuns(before, after, 0.1);
  expect(found.regressed).toBe(true);
  const mean = found.changes.find(({ what }) => what.startsWith('geometric mean'));
  expect(mean).toMatchObject({ suite: 'tpch', runtime: 'gvisor', regressed: true });
  expect(mean?.factor).toBeCloseTo(1.3, 0);
});

test('a baseline that became faster with all the rest is no change', () => {
  const faster = simulatedEvidence({ seed: 2, slower: { runc: 0.5, gvisor: 0.5 } });
  expect(compareRuns(simulatedEvidence({ seed: 1 }), faster, 0.1).regressed).toBe(false);
});

test.each([3, 8])('two runs of the same thing are not flagged, 100 times, with %i noisy rounds', (rounds) => {
  const alarms = Array.from({ length: 100 }, (_none, index) =>
    compareRuns(
      simulatedEvidence({ seed: 1000 + index, rounds, noise: 0.1 }),
      simulatedEvidence({ seed: 2000 + index, rounds, noise: 0.1 }),
      0.1,
    ),
  ).filter(({ regressed }) => regressed).length;
  expect(alarms).toBeLessThanOrEqual(5);
});

test('what is no longer measured is a regression', () => {
  const found = compareRuns(simulatedEvidence({ seed: 1 }), simulatedEvidence({ seed: 2, suites: ['fio'] }), 0.1);
  expect(found.regressed).toBe(true);
  expect(found.missing.some((name) => name.startsWith('tpch: Q1'))).toBe(true);
});
