import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/bench/suites/tpch/answer.ts';
import { answerWithDuckDb } from '../../src/bench/suites/tpch/answers.ts';
import { prepareTpch, type TpchData } from '../../src/bench/suites/tpch/prepare.ts';
import { type Query, readQueries } from '../../src/bench/suites/tpch/queries.ts';
import { installTpchgen } from '../../src/distribution/tpchgen.ts';
import { silentProgress } from '../../src/progress.ts';

const scaleFactor = 0.01;
describe('TPC-H on real data', () => {
  let tpchgen: string;
  let folder: string;
  let data: TpchData;
  let queries: Query[];
  let answers: Map<number, Answer>;

  beforeAll(async () => {
    tpchgen = await installTpchgen(silentProgress());
    folder = await mkdtemp(`${tmpdir()}/firebreak-tpch-`);
    data = await prepareTpch({ scaleFactor, tpchgen, directory: folder }, silentProgress());
    queries = await readQueries(scaleFactor);
    answers = await answerWithDuckDb(data.directory, queries, silentProgress());
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('DuckDB answers all 22 queries, each with rows', () => {
    expect(answers.size).toBe(22);
    expect([...answers].filter(([, answer]) => answer.rows.length === 0)).toEqual([]);
  });

  test('data is made once, and again when a table was damaged', async () => {
    const unused = { scaleFactor, tpchgen: '/nonexistent', directory: folder };
    expect(await prepareTpch(unused, silentProgress())).toEqual(data);
    await writeFile(`${data.directory}/region.parquet`, 'cut');
    await expect(prepareTpch(unused, silentProgress())).rejects.toMatchObject({ code: 'FB-TPCH-GENERATE' });
    expect(await prepareTpch({ ...unused, tpchgen }, silentProgress())).toEqual(data);
  });
});
