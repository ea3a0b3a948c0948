import type { Reading } from '../evidence/sample.ts';
import { quantile } from '../statistics/quantile.ts';

type Distribution = NonNullable<Reading['distribution']>;

/** Of several distributions of the same thing, the median at each quantile that all of them have. */
export const medianDistribution = (distributions: readonly Distribution[]): Distribution | undefined => {
  const [first] = distributions;
  if (first === undefined) return undefined;
  return first
    .map(({ q }) => ({ q, values: distributions.map((each) => each.find((point) => point.q === q)?.value) }))
    .flatMap(({ q, values }) => {
      const known = values.filter((value) => value !== undefined);
      return known.length === distributions.length ? [{ q, value: quantile(known, 0.5) }] : [];
    });
};
