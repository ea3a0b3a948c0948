import { expect, test } from 'vitest';
import { simulatedEvidence } from '../../../test/simulation/simulated-evidence.ts';
import { figuresOf } from '../../analysis/figures-of.ts';
import { clusterSpec } from '../../cluster/spec.ts';
import { judge, screen, winnerOf } from './choose.ts';
import { flagsIn } from './flags.ts';
import { type Candidate, candidates } from './options.ts';
import { asItIs, nameOf, specWith, tryable } from './variants.ts';

const spec = clusterSpec.parse({ name: 't', tenants: { t: { users: ['t'], runtime: 'gvisor' } } });

const candidate = (flag: string, choosable = true): Candidate => ({
  ...{ key: ['options', flag], value: 'x', choosable },
  ...{ does: 'something', safety: 'nothing' },
});
const tried = [candidate('good'), candidate('better'), candidate('best', false), candidate('bad'), candidate('same')];
const slower = { 'good=x': 0.8, 'better=x': 0.7, 'best=x': 0.5, 'bad=x': 1.4, 'same=x': 1 };
const evidenceOf = (rounds: number) =>
  simulatedEvidence({
    ...{ seed: 3, rounds, suites: ['tpch'], noise: 0.02, slower },
    runtimes: [asItIs, ...tried.map(nameOf)],
  });

test('the fastest option wins that gives nothing up; the outcome of each is told', () => {
  const judged = judge(figuresOf(evidenceOf(6)), [...tried, candidate('absent')]);
  expect(judged.map(({ outcome }) => outcome).slice(0, 4)).toEqual(['faster', 'faster', 'faster', 'slower']);
  expect(judged.at(-1)?.outcome).toBe('failed');
  expect(winnerOf(judged)?.candidate.key).toEqual(['options', 'better']);
});

test('what was faster in too few rounds for 95 % is not faster beyond doubt', () => {
  const judged = judge(figuresOf(evidenceOf(5)), tried);
  expect(judged.map(({ outcome }) => outcome)).toEqual(tried.map(() => 'too few rounds'));
  expect(winnerOf(judged)).toBeUndefined();
});

test('the two that looked fastest are measured anew, the rest is dropped: what may not be chosen, and what was slower', () => {
  const { finalists, dropped } = screen(figuresOf(evidenceOf(1)), [...tried, candidate('absent')]);
  expect(finalists.map(nameOf)).toEqual(['better=x', 'good=x']);
  expect(dropped.map((each) => [nameOf(each.candidate), each.outcome])).toEqual([
    ['best=x', 'dropped'],
    ['bad=x', 'dropped'],
    ['same=x', 'dropped'],
    ['absent=x', 'failed'],
  ]);
});

test('where nothing is faster beyond doubt, nothing is chosen', () => {
  const same = simulatedEvidence({
    seed: 4,
    rounds: 6,
    suites: ['tpch'],
    runtimes: [asItIs, 'bad=x'],
    slower: { 'bad=x': 1.2 },
  });
  expect(winnerOf(judge(figuresOf(same), [candidate('bad')]))).toBeUndefined();
});

test('a flag that this runsc lacks, or that is set already, is not tried, and the reason is told', () => {
  const known = flagsIn('  -directfs\n\tdirectly\n  -platform string\n\tSpecifies\n  -file-access-mounts value\n');
  const { tried: some, left } = tryable(
    candidates,
    known,
    specWith(spec, { key: ['options', 'platform'], value: 'systrap' }),
  );
  expect(some.map(nameOf)).toContain('directfs=true');
  expect(left).toContainEqual({ what: 'platform=systrap', because: 'the cluster has it already' });
  expect(left).toContainEqual({ what: 'dcache=10000', because: 'this runsc has no such flag' });
});

test('no option that gives something up between tenants or with the host may be chosen by itself', () => {
  for (const each of candidates.filter(({ choosable }) => choosable))
    expect(each.safety).not.toMatch(/seen late|shares more/);
  expect(candidates.find(({ value }) => value === 'exclusive')?.choosable).toBe(false);
});
