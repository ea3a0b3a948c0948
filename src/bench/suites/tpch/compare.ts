import type { Answer, Cell, Column } from './answer.ts';
import type { QueryOrder } from './queries.ts';

export interface Verdict {
  readonly correct: boolean;
  /** The first difference, where there is one. */
  readonly reason?: string;
}

type Row = readonly Cell[];

/**
 * Whether `actual` is the answer that `expected` is.
 *
 * Columns have the same names, all rows are there, in the order that the query determines. Integers, decimals, texts
 * and dates are equal exactly. Where either engine computed a value approximately (a double, or a decimal quotient
 * of limited scale), it may differ by one unit in the last place of the decimal and 1e-9 of its size.
 *
 * Rows equal in all ORDER BY columns may come in any order. When a LIMIT cuts through such rows, SQL does not say
 * which are returned: of that last group only the ORDER BY columns and the number of rows are compared.
 */
export const compareAnswers = (actual: Answer, expected: Answer, order: QueryOrder): Verdict => {
  const reason = columnDifference(actual, expected) ?? rowDifference(actual, expected, order);
  return reason === undefined ? { correct: true } : { correct: false, reason };
};

const columnDifference = (actual: Answer, expected: Answer): string | undefined => {
  const [got, wanted] = [actual, expected].map((answer) => answer.columns.map((column) => column.name).join(', '));
  return got === wanted ? undefined : `columns are ${got} instead of ${wanted}`;
};

const rowDifference = (actual: Answer, expected: Answer, order: QueryOrder): string | undefined => {
  if (actual.rows.length !== expected.rows.length) {
    return `${actual.rows.length} rows instead of ${expected.rows.length}`;
  }
  const equal = cellsEqual(actual.columns, expected.columns);
  const keys = keyIndexes(expected.columns, order);
  let start = 0;
  for (const group of groupsOfEqualKeys(expected.rows, keys)) {
    const rows = actual.rows.slice(start, start + group.length);
    const cut = order.limit !== undefined && start + group.length === order.limit;
    const compared = cut && group.length > 1 ? keys : expected.columns.map((_column, index) => index);
    const difference = groupDifference(rows, group, compared, equal);
    if (difference !== undefined) {
      return `${difference}, row ${start + 1}${group.length > 1 ? ` to ${start + group.length}` : ''}`;
    }
    start += group.length;
  }
  return undefined;
};

const keyIndexes = (columns: readonly Column[], order: QueryOrder): number[] =>
  order.orderBy.map((name) => columns.findIndex((column) => column.name === name));

/** Consecutive rows with the same ORDER BY values; a query without ORDER BY is one group. */
const groupsOfEqualKeys = (rows: readonly Row[], keys: readonly number[]): Row[][] => {
  const groups: Row[][] = [];
  let previous: string | undefined;
  for (const row of rows) {
    const key = JSON.stringify(keys.map((index) => row[index]));
    const last = groups.at(-1);
    if (last === undefined || key !== previous) {
      groups.push([row]);
    } else {
      last.push(row);
    }
    previous = key;
  }
  return groups;
};

type CellsEqual = (column: number, actual: Cell, expected: Cell) => boolean;

/** Matches each expected row with an actual one that is not taken yet. */
const groupDifference = (
  actual: readonly Row[],
  expected: readonly Row[],
  compared: readonly number[],
  equal: CellsEqual,
): string | undefined => {
  const left = [...actual];
  for (const wanted of expected) {
    const found = left.findIndex((row) =>
      compared.every((column) => equal(column, row[column] ?? null, wanted[column] ?? null)),
    );
    if (found < 0) {
      return `got ${shown(left[0])} instead of ${shown(wanted)}`;
    }
    left.splice(found, 1);
  }
  return undefined;
};

const shown = (row: Row | undefined): string =>
  (row ?? [])
    .map((cell) => cell ?? 'NULL')
    .join('|')
    .slice(0, 200);

const cellsEqual = (actual: readonly Column[], expected: readonly Column[]): CellsEqual => {
  const rules = expected.map((column, index) => equalityOf(actual[index]?.type ?? '', column.type));
  return (column, got, wanted) => {
    if (got === null || wanted === null) {
      return got === wanted;
    }
    return rules[column]?.(got, wanted) ?? false;
  };
};

const integerTypes = ['tinyint', 'smallint', 'int', 'integer', 'bigint', 'hugeint'];
const isInexact = (type: string): boolean => type === 'double' || type === 'float';
const isNumeric = (type: string): boolean =>
  type.startsWith('decimal') || isInexact(type) || integerTypes.includes(type);

const equalityOf = (actual: string, expected: string): ((got: string, wanted: string) => boolean) => {
  if (!isNumeric(actual) || !isNumeric(expected)) {
    return (got, wanted) => got === wanted;
  }
  if (!isInexact(actual) && !isInexact(expected)) {
    return (got, wanted) => plainDecimal(got) === plainDecimal(wanted);
  }
  const unit = Math.max(lastPlace(actual), lastPlace(expected));
  return (got, wanted) => Math.abs(Number(got) - Number(wanted)) <= unit + 1e-9 * Math.abs(Number(wanted));
};

/** One unit in the last place of a decimal type, 0 for any other. */
const lastPlace = (type: string): number => {
  const scale = /^decimal\(\d+,\s*(\d+)\)$/.exec(type)?.[1];
  return scale === undefined ? 0 : 10 ** -Number(scale);
};

/** The same number always as the same text: no trailing zeros, no leading ones, no negative zero. */
const plainDecimal = (text: string): string => {
  const match = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text);
  if (match === null) {
    return text;
  }
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return digits === '0' ? '0' : sign + digits;
};
