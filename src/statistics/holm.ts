/** Which of many p values are significant together: the chance of even one false alarm is at most `level` (Holm 1979). */
export const holm = (ps: readonly number[], level: number): boolean[] => {
  const order = ps.map((p, index) => ({ p, index })).toSorted((a, b) => a.p - b.p);
  const failing = order.findIndex(({ p }, rank) => p > level / (ps.length - rank));
  const significant = new Set(order.slice(0, failing === -1 ? ps.length : failing).map(({ index }) => index));
  return ps.map((_p, index) => significant.has(index));
};
