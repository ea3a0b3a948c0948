import { isDeepStrictEqual } from 'node:util';
import { FirebreakError } from '../../errors.ts';
import type { Resources } from '../../evidence/sample.ts';

/**
 * Asserts that two runtimes were given and saw the same.
 * @throws FirebreakError `FB-BENCH-RESOURCES` naming every difference
 */
export const requireSameResources = (
  trial: string,
  first: { readonly where: string; readonly resources: Resources },
  second: { readonly where: string; readonly resources: Resources },
): void => {
  const names = new Set([...Object.keys(first.resources), ...Object.keys(second.resources)]);
  const different = [...names].filter((name) => !isDeepStrictEqual(first.resources[name], second.resources[name]));
  if (different.length === 0) return;
  throw new FirebreakError({
    code: 'FB-BENCH-RESOURCES',
    message: `${trial}: ${first.where} and ${second.where} did not have equal resources; their ratio would mean nothing.`,
    because: different
      .map(
        (name) =>
          `${name} is ${shown(first.resources[name])} in ${first.where}, ${shown(second.resources[name])} in ${second.where}`,
      )
      .join('; '),
    next: 'make the runtimes equal in cluster.yaml, then measure again',
  });
};

const shown = (value: Resources[string] | undefined): string =>
  value === undefined ? 'unknown' : JSON.stringify(value);
