import type { Round } from '../statistics/geometric-mean-of-ratios.ts';
import { caseKey } from './case-key.ts';
import type { CasePairs } from './pairs.ts';

/** The same pairs, by round instead of by case. */
export const roundsOf = (cases: readonly CasePairs[]): Round[] => {
  const numbers = new Set(cases.flatMap(({ byRound }) => [...byRound.keys()]));
  return [...numbers].map(
    (number) =>
      new Map(
        cases.flatMap(({ case: of, byRound }) => {
          const pair = byRound.get(number);
          return pair === undefined ? [] : [[caseKey(of), pair] as const];
        }),
      ),
  );
};
