/** One query in one runtime. */
export interface QueryOutcome {
  readonly query: number;
  readonly runtime: string;
  readonly seconds: number;
  /** Rows returned. */
  readonly rows: number;
  readonly correct: boolean;
  /** Why it is not correct. */
  readonly reason?: string;
}

/**
 * A table of seconds per query and runtime, each later runtime with its ratio to the first one; then totals, the
 * geometric mean of the ratios, and every answer that differs from DuckDB's.
 */
export const renderTpchTable = (outcomes: readonly QueryOutcome[], runtimes: readonly string[]): string => {
  const queries = [...new Set(outcomes.map((outcome) => outcome.query))].sort((a, b) => a - b);
  const cell = (query: number, runtime: string): QueryOutcome | undefined =>
    outcomes.find((outcome) => outcome.query === query && outcome.runtime === runtime);
  const rows = queries.map((query) => {
    const each = runtimes.map((runtime) => cell(query, runtime));
    const measured = each.map((outcome) => outcome?.seconds);
    return [`Q${query}`, ...secondsAndRatios(measured), ...each.map(mark)];
  });
  const totals = runtimes.map((runtime) => totalOf(queries.map((query) => cell(query, runtime)?.seconds)));
  const means = runtimes.map((runtime) =>
    geometricMean(
      queries.map((query) => ratio(cell(query, runtime)?.seconds, cell(query, runtimes[0] ?? '')?.seconds)),
    ),
  );
  const header = ['query', ...headings(runtimes), ...runtimes.map((runtime) => `${runtime} correct`)];
  const correct = runtimes.map((runtime) => countCorrect(outcomes, runtime));
  const footer = [['total', ...secondsAndRatios(totals), ...correct]];
  if (runtimes.length > 1) {
    const shown = means.flatMap((mean, index) => (index === 0 ? [''] : ['', shownRatio(mean)]));
    footer.push(['geometric mean', ...shown, ...runtimes.map(() => '')]);
  }
  return [...aligned([header, ...rows, ...footer]), 'one run each, not a benchmark', ...differences(outcomes)].join(
    '\n',
  );
};

const headings = (runtimes: readonly string[]): string[] =>
  runtimes.flatMap((runtime, index) => (index === 0 ? [`${runtime} s`] : [`${runtime} s`, 'ratio']));

const secondsAndRatios = (seconds: ReadonlyArray<number | undefined>): string[] =>
  seconds.flatMap((each, index) =>
    index === 0 ? [shownSeconds(each)] : [shownSeconds(each), shownRatio(ratio(each, seconds[0]))],
  );

const ratio = (seconds: number | undefined, baseline: number | undefined): number | undefined =>
  seconds === undefined || baseline === undefined || baseline === 0 ? undefined : seconds / baseline;

const totalOf = (seconds: ReadonlyArray<number | undefined>): number =>
  seconds.reduce<number>((sum, each) => sum + (each ?? 0), 0);

const geometricMean = (ratios: ReadonlyArray<number | undefined>): number | undefined => {
  const known = ratios.filter((each) => each !== undefined).filter((each) => each > 0);
  return known.length === 0 ? undefined : Math.exp(known.reduce((sum, each) => sum + Math.log(each), 0) / known.length);
};

const countCorrect = (outcomes: readonly QueryOutcome[], runtime: string): string => {
  const own = outcomes.filter((outcome) => outcome.runtime === runtime);
  return `${own.filter((outcome) => outcome.correct).length}/${own.length}`;
};

const mark = (outcome: QueryOutcome | undefined): string => (outcome === undefined ? '-' : outcome.correct ? '✓' : '✗');
const shownSeconds = (seconds: number | undefined): string => (seconds === undefined ? '-' : seconds.toFixed(2));
const shownRatio = (value: number | undefined): string => (value === undefined ? '-' : `${value.toFixed(2)}x`);

/** First column to the left, all others to the right. */
const aligned = (rows: ReadonlyArray<readonly string[]>): string[] => {
  const widths = rows[0]?.map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

const differences = (outcomes: readonly QueryOutcome[]): string[] =>
  outcomes
    .filter((outcome) => !outcome.correct)
    .map((outcome) => `Q${outcome.query} in ${outcome.runtime}: ${outcome.reason ?? 'differs from DuckDB'}`);
