import { expect, test } from 'vitest';
import { simulatedEvidence } from '../../../test/simulation/simulated-evidence.ts';
import { figuresOf } from '../../analysis/figures-of.ts';
import type { Candidate } from './candidates/candidate.ts';
import { judge, screen, winnerOf } from './choose.ts';
import { asItIs, nameOf } from './variants.ts';

const candidate = (flag: string, choosable = true): Candidate => ({
  ...{ runtime: 'gvisor', key: ['options', flag], value: 'x', choosable },
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
