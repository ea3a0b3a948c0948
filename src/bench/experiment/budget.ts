/** Seconds that the first of these suites may take: its share, by weight, of what is left for all of them. */
export const budgetOf = (secondsLeft: number, weights: readonly number[]): number => {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(0, secondsLeft) * ((weights[0] ?? 0) / all);
};
