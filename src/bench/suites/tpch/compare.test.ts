import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, Cell } from './answer.ts';
import { compareAnswers } from './compare.ts';

const columns = [
  { name: 'key', type: 'bigint' },
  { name: 'name', type: 'string' },
  { name: 'amount', type: 'decimal(25,2)' },
  { name: 'day', type: 'date' },
];

const row = fc.tuple(
  fc.bigInt({ min: -1000n, max: 1000n }).map(String),
  fc.string({ maxLength: 5 }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => (cents / 100).toFixed(2)),
  fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10)),
);
const answer = fc
  .uniqueArray(row, { minLength: 1, maxLength: 20, selector: ([key]) => key })
  .map((rows): Answer => ({ columns, rows: rows.sort(([a], [b]) => Number(a) - Number(b)) }));
const order = { orderBy: ['key'] };

const oneColumn = (type: string, ...cells: Cell[]): Answer => ({
  columns: [{ name: 'value', type }],
  rows: cells.map((cell) => [cell]),
});
const compareOne = (actual: Answer, expected: Answer): boolean =>
  compareAnswers(actual, expected, { orderBy: [] }).correct;

describe('comparing two answers', () => {
  test('an answer equals itself', () => {
    fc.assert(fc.property(answer, (each) => compareAnswers(each, each, order).correct));
  });

  test('any changed cell is found', () => {
    fc.assert(
      fc.property(answer, fc.nat(), fc.nat(), fc.constantFrom('7777', null), (each, atRow, atColumn, changed) => {
        const [r, c] = [atRow % each.rows.length, atColumn % columns.length];
        const rows = each.rows.map((cells, i) => cells.map((cell, j) => (i === r && j === c ? changed : cell)));
        return !compareAnswers({ columns, rows }, each, order).correct;
      }),
    );
  });

  test('a missing row and an extra row are found', () => {
    fc.assert(
      fc.property(answer, fc.nat(), (each, at) => {
        const index = at % each.rows.length;
        const fewer = { columns, rows: each.rows.filter((_row, i) => i !== index) };
        return !compareAnswers(fewer, each, order).correct && !compareAnswers(each, fewer, order).correct;
      }),
    );
  });

  test('two rows in the wrong order are found', () => {
    fc.assert(
      fc.property(answer, (each) => {
        fc.pre(each.rows.length > 1);
        return !compareAnswers({ columns, rows: each.rows.toReversed() }, each, order).correct;
      }),
    );
  });

  test('rows equal in the ORDER BY columns may come in any order, each as often as expected', () => {
    const tied = (...names: string[]): Answer => ({
      columns,
      rows: names.map((name) => ['1', name, '0.10', '1995-01-01']),
    });
    expect(compareAnswers(tied('a', 'b', 'b'), tied('b', 'a', 'b'), order).correct).toBe(true);
    expect(compareAnswers(tied('a', 'a', 'b'), tied('b', 'a', 'b'), order).correct).toBe(false);
  });

  test('of rows that tie where LIMIT cuts, only the ORDER BY columns count', () => {
    const cut = (last: string): Answer => ({
      columns,
      rows: [
        ['1', 'a', '0.10', '1995-01-01'],
        ['2', 'b', '0.10', '1995-01-01'],
        ['2', last, '0.10', '1995-01-01'],
      ],
    });
    expect(compareAnswers(cut('x'), cut('y'), { ...order, limit: 3 }).correct).toBe(true);
    expect(compareAnswers(cut('x'), cut('y'), { ...order, limit: 100 }).correct).toBe(false);
  });

  test('decimals are equal whatever their scale, and exactly', () => {
    const spark = (text: string) => oneColumn('decimal(38,6)', text);
    expect(compareOne(spark('-0012.500000'), oneColumn('decimal(38,2)', '-12.50'))).toBe(true);
    expect(compareOne(spark('-0.000000'), oneColumn('bigint', '0'))).toBe(true);
    expect(compareOne(spark('120.000000'), oneColumn('bigint', '12'))).toBe(false);
    expect(compareOne(spark('123456789012345678901.000001'), spark('123456789012345678901.000002'))).toBe(false);
  });

  test('a quotient may differ by one unit in the last place of the decimal, no more', () => {
    const double = oneColumn('double', '0.049985295838397614');
    expect(compareOne(oneColumn('decimal(19,6)', '0.049985'), double)).toBe(true);
    expect(compareOne(oneColumn('decimal(19,6)', '0.049987'), double)).toBe(false);
  });

  test('NULL equals nothing but NULL, and columns need the same names', () => {
    expect(compareOne(oneColumn('double', null), oneColumn('double', null))).toBe(true);
    expect(compareOne(oneColumn('double', '0'), oneColumn('double', null))).toBe(false);
    expect(
      compareOne({ ...oneColumn('double', '0'), columns: [{ name: 'x', type: 'double' }] }, oneColumn('double', '0')),
    ).toBe(false);
  });
});
