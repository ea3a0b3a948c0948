import { expect, test } from 'vitest';
import { simulatedEvidence } from '../../test/simulation/simulated-evidence.ts';
import { figuresOf } from '../analysis/figures-of.ts';
import { cpuSection } from './cpu-section.ts';

const runtimes = ['runc', 'gvisor'];
const { figures } = figuresOf(simulatedEvidence({ seed: 1, noise: 0.001, suites: ['tpch'], runtimes }));

test('says who took how much of the CPU in each runtime, the kernel’s share, and what that is of the baseline', () => {
  const section = cpuSection(figures, runtimes);
  expect(section).toMatch(
    /Executors took \d+(\.\d)? s of CPU in runc and \d+ s in gVisor for all queries, 1\.6\d× \[1\.\d\d×, 1\.\d\d×\]; the host’s kernel had \d+\.\d+ s and \d+\.\d+ s of it\./,
  );
  expect(section).toContain('The driver took');
  const rows = [...section.matchAll(/<th scope="row">([^<]*)</g)].map(([, name]) => name);
  expect(rows).toEqual(
    ['all queries', 'all queries, first run'].flatMap((name) =>
      ['executors', 'driver'].flatMap((role) => ['', ', user', ', system'].map((part) => `${name}: ${role}${part}`)),
    ),
  );
});

test('says nothing where it was not counted', () => {
  expect(
    cpuSection(
      figures.filter(({ caseName }) => caseName.startsWith('Q')),
      runtimes,
    ),
  ).toBe('');
});
