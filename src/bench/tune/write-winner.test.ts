import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, test } from 'vitest';
import { simulatedEvidence } from '../../../test/simulation/simulated-evidence.ts';
import { figuresOf } from '../../analysis/figures-of.ts';
import { readSpec } from '../../cluster/read-spec.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import type { Candidate, TunableRuntime } from './candidates/candidate.ts';
import { candidates } from './candidates/candidates.ts';
import { judge, winnerOf } from './choose.ts';
import { asItIs, nameOf } from './variants.ts';
import { withWinner, writeWinner } from './write-winner.ts';

const text = '# Ours.\nname: a\ntenants:\n  t:\n    users: [u] # one\n    runtime: gvisor\n';

const candidateOf = (runtime: TunableRuntime, name: string): Candidate => {
  const found = candidates.find((each) => each.runtime === runtime && nameOf(each) === name);
  if (found === undefined) throw new Error('no candidate');
  return found;
};

test('the winner goes into the spec with its evidence, and the rest of the file stays', () => {
  const candidate = candidateOf('gvisor', 'directfs=true');
  const written = withWinner(text, { candidate, outcome: 'faster' }, 'evidence/tune');
  expect(written).toContain('# Ours.');
  expect(written).toContain('users: [ u ] # one');
  expect(written).toContain('evidence/tune');
  expect(readSpec(written, 'cluster.yaml').runtimes.gvisor.options).toEqual({ directfs: 'true' });
});

const threads = candidateOf('kata', 'threads=4');
const simulated = simulatedEvidence({
  ...{ seed: 3, rounds: 6, suites: ['tpch'], noise: 0.02, slower: { 'threads=4': 0.7 } },
  runtimes: [asItIs, nameOf(threads)],
});
/** Of two queries: enough, and quick. */
const real = { ...simulated, samples: simulated.samples.filter((each) => /^Q[12]$/.test(each.case.name)) };
const declared = real.run.runtimes.map((each) => ({ ...each, emulated: true }));

/** Tries to write the winner of this evidence: what is said, and what is in the file then. */
const outcomeOf = async (evidence: Evidence) => {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-winner-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'cluster.yaml');
  await writeFile(file, text);
  const winner = winnerOf(judge(figuresOf(evidence), [threads]));
  if (winner === undefined) throw new Error('no winner');
  const refusal = await writeWinner(file, winner, 'evidence/tune');
  return { refusal, after: await readFile(file, 'utf8') };
};

test('a winner of Kata goes below runtimes.kata', async () => {
  const { refusal, after } = await outcomeOf(real);
  expect(refusal).toBeUndefined();
  expect(readSpec(after, 'cluster.yaml').runtimes.kata.options.threads).toBe(4);
});

it.each<[string, Evidence]>([
  ['the cluster says so', { ...real, run: { ...real.run, runtimes: declared } }],
  ['a sample saw it', { ...real, samples: real.samples.map((each, index) => ({ ...each, emulated: index > 10 })) }],
])('a winner that was measured in software emulation is not written: %s', async (_, evidence) => {
  const { refusal, after } = await outcomeOf(evidence);
  expect(refusal).toMatch('software emulation');
  expect(after).toBe(text);
});
