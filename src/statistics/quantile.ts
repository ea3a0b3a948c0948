/** The q-quantile (0 to 1) of unsorted samples, linear between order statistics (Hyndman and Fan, type 7). */
export const quantile = (samples: readonly number[], q: number): number => {
  if (samples.length === 0) throw new RangeError('no samples');
  const sorted = samples.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
};
