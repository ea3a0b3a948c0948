import { FirebreakError } from '../../errors.ts';

/** Exactly two folders. @throws FirebreakError `FB-CLI-RUNS` */
export const twoRuns = (operands: readonly string[]): [string, string] => {
  const [first, second, ...more] = operands;
  if (first !== undefined && second !== undefined && more.length === 0) return [first, second];
  throw new FirebreakError({
    code: 'FB-CLI-RUNS',
    message: `A comparison takes two runs, not ${operands.length}.`,
    next: 'firebreak bench compare EARLIER LATER',
    exit: 2,
  });
};
