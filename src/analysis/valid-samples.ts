import type { Evidence } from '../evidence/evidence.ts';
import type { Sample } from '../evidence/sample.ts';

/** Samples that count: no warm-ups, and none of a trial that a wrong answer made void. */
export const validSamples = ({ samples, conclusions }: Evidence): Sample[] =>
  samples.filter(
    ({ suite, trial, warmUp }) =>
      !warmUp && conclusions.findLast((each) => each.suite === suite && each.trial === trial)?.outcome !== 'void',
  );
