import { expect, test } from 'vitest';
import { renderTpchTable } from './table.ts';

test('shows seconds, ratios, marks, totals and the geometric mean', () => {
  const outcomes = [
    { query: 1, runtime: 'runc', seconds: 2, rows: 4, correct: true },
    { query: 1, runtime: 'gvisor', seconds: 4, rows: 4, correct: true },
    { query: 2, runtime: 'runc', seconds: 1, rows: 100, correct: true },
    { query: 2, runtime: 'gvisor', seconds: 8, rows: 99, correct: false, reason: '99 rows instead of 100' },
  ];
  expect(renderTpchTable(outcomes, ['runc', 'gvisor'])).toBe(
    [
      'query           runc s  gvisor s  ratio  runc correct  gvisor correct',
      'Q1                2.00      4.00  2.00x             ✓               ✓',
      'Q2                1.00      8.00  8.00x             ✓               ✗',
      'total             3.00     12.00  4.00x           2/2             1/2',
      'geometric mean                    4.00x',
      'one run each, not a benchmark',
      'Q2 in gvisor: 99 rows instead of 100',
    ].join('\n'),
  );
});

test('one runtime alone has no ratios', () => {
  const table = renderTpchTable([{ query: 1, runtime: 'gvisor', seconds: 1, rows: 1, correct: true }], ['gvisor']);
  expect(table).not.toContain('ratio');
  expect(table).not.toContain('geometric');
});
