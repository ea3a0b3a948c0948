import { expect, test } from 'vitest';
import { readQueries } from './queries.ts';

const words = (sql: string): string => sql.replaceAll(/\s+/g, ' ').trim();

test('there are the 22 queries, in order, with nothing left to fill in', async () => {
  const queries = await readQueries(1);
  expect(queries.map((query) => query.query)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
  expect(queries.filter((query) => /:[a-z]/.test(query.sql))).toEqual([]);
});

test('the order and limit that each query declares are those of its text', async () => {
  for (const { query, sql, orderBy, limit } of await readQueries(1)) {
    const ending = /(?: order by ([a-z0-9_, ]+?))?(?: limit (\d+))?$/.exec(words(sql));
    const keys = ending?.[1]?.split(', ').map((key) => key.replace(/ desc$/, '')) ?? [];
    expect({ query, keys, limit: ending?.[2] }).toEqual({ query, keys: orderBy, limit: limit?.toString() });
  }
});

test.each([
  [0.1, '* 0.001\n'],
  [1, '* 0.0001\n'],
  [10, '* 0.00001\n'],
])('the fraction of Q11 at scale factor %d is 0.0001 / SF', async (scaleFactor, fraction) => {
  expect((await readQueries(scaleFactor))[10]?.sql).toContain(fraction);
});
