import type { Comparison } from '../../analysis/compare.ts';

/** What is worse and what is gone, or that nothing is. */
export const comparisonText = ({ changes, missing }: Comparison, tolerance: number): string => {
  const worse = changes.filter(({ regressed }) => regressed).toSorted((a, b) => b.factor - a.factor);
  return [
    ...worse.map(
      ({ suite, what, metric, runtime, factor }) =>
        `worse    ${suite}: ${what}, ${metric}, ${runtime}: ${factor.toFixed(2)}x of before, beside the baseline`,
    ),
    ...missing.map((name) => `missing  ${name}`),
    `${changes.length} figures compared, ${worse.length} worse by more than ${Math.round(tolerance * 100)} %, ${missing.length} missing`,
  ].join('\n');
};
