import type { Evidence } from '../evidence/evidence.ts';
import type { Sample } from '../evidence/sample.ts';

export interface Sorted {
  /** What figures are made of. */
  readonly valid: readonly Sample[];
  /** Of rounds that were not measured in every runtime: a median with them and a ratio without would not agree. */
  readonly unfinished: readonly Sample[];
}

/** Samples that count: no warm-ups, none of a trial that a wrong answer made void, and whole rounds where there are any. */
export const sortSamples = ({ run, samples, conclusions }: Evidence): Sorted => {
  const told = samples.filter(
    ({ suite, trial, warmUp }) =>
      !warmUp && conclusions.findLast((each) => each.suite === suite && each.trial === trial)?.outcome !== 'void',
  );
  const unfinished = new Set(
    [...Map.groupBy(told, ({ suite, trial }) => JSON.stringify([suite, trial])).values()].flatMap((own) =>
      unfinishedOf(own, run.plan.runtimes),
    ),
  );
  return { valid: told.filter((sample) => !unfinished.has(sample)), unfinished: [...unfinished] };
};

const unfinishedOf = (samples: readonly Sample[], runtimes: readonly string[]): Sample[] => {
  const rounds = Map.groupBy(samples, ({ round }) => round);
  const whole = ([, own]: readonly [number, readonly Sample[]]): boolean =>
    runtimes.every((name) => own.some(({ runtime }) => runtime === name));
  return [...rounds].some(whole) ? [...rounds].filter((round) => !whole(round)).flatMap(([, own]) => own) : [];
};
