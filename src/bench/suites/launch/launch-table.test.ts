import { expect, it } from 'vitest';
import { launchTable } from './launch-table.ts';
import type { LaunchEvidence, LaunchResult } from './run-launch.ts';

const estimate = { value: 9, low: 8, high: 10, n: 50 };
const quantiles = { p50: estimate, p99: estimate };
const resultBy = (servedBy: LaunchResult['servedBy'], emulated = false): LaunchResult => ({
  ...{
    runtime: emulated ? 'kata' : 'runc',
    servedBy,
    emulated,
    added: quantiles,
    launcher: quantiles,
    engine: quantiles,
  },
  burst: { n: 30, p50: 900, p99: 1900 },
});
const evidence: LaunchEvidence = {
  schema: 1,
  began: '2026-11-26T04:00:00Z',
  plan: { runtimes: ['runc'], pairs: 50, burst: 30, soak: 0, seed: 1 },
  host: { cpu: 'some', cpus: 2, kernel: '6.18' },
  results: [resultBy('docker'), resultBy('cri'), resultBy('cri', true)],
  agentMiB: { atRest: 60, inBurst: 80, soak: [] },
  folder: 'evidence/launch',
};

it('shows what we add beside the goal of the engine that was added to', () => {
  const goals = launchTable(evidence)
    .split('\n')
    .filter((line) => /^(runc|kata) by/.test(line) || line.includes('added by us'))
    .map((line) => line.replace(/ {2,}/g, ' '));
  expect(goals).toEqual([
    'runc by docker (n = 50 pairs)',
    ' added by us p50 9.0 [8.0, 10.0] (goal 15) p99 9.0 [8.0, 10.0] (goal 50)',
    'runc by cri (n = 50 pairs)',
    ' added by us p50 9.0 [8.0, 10.0] (goal 20) p99 9.0 [8.0, 10.0] (goal 50)',
    'kata by cri, emulated (n = 50 pairs)',
    ' added by us p50 9.0 [8.0, 10.0] (goal 20) p99 9.0 [8.0, 10.0] (goal 50)',
  ]);
});
