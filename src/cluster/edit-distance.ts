/** Single-character insertions, deletions and substitutions that turn one word into the other (Levenshtein). */
export const editDistance = (from: string, to: string): number => {
  const first = Array.from({ length: to.length + 1 }, (_, index) => index);
  return [...from].reduce((row, letter, index) => nextRow(row, letter, index + 1, to), first).at(-1) ?? 0;
};

const nextRow = (row: readonly number[], letter: string, start: number, to: string): number[] =>
  [...to].reduce(
    (next, other, index) => {
      const substitution = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(substitution, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
      return next;
    },
    [start],
  );

/** The candidate that `word` is most likely a misspelling of, if any is close. */
export const didYouMean = (word: string, candidates: readonly string[]): string | undefined =>
  candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.min(2, candidate.length - 1))
    .sort((a, b) => a.distance - b.distance)[0]?.candidate;
