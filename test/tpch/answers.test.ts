import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/bench/suites/tpch/answer.ts';
import { answerWithDuckDb } from '../../src/bench/suites/tpch/answers.ts';
import { parseTpchApplication, type TpchApplication } from '../../src/bench/suites/tpch/application.ts';
import { compareAnswers } from '../../src/bench/suites/tpch/compare.ts';
import { prepareTpch, type TpchData } from '../../src/bench/suites/tpch/prepare.ts';
import { type Query, readQueries } from '../../src/bench/suites/tpch/queries.ts';
import { installSpark } from '../../src/distribution/spark.ts';
import { installTpchgen } from '../../src/distribution/tpchgen.ts';
import { silentProgress } from '../../src/progress.ts';

const scaleFactor = 0.01;
const script = fileURLToPath(new URL('../../src/bench/suites/tpch/spark/tpch.py', import.meta.url));
const observe = fileURLToPath(new URL('../../src/bench/spark/observe.py', import.meta.url));

const runSparkLocally = async (folder: string, data: TpchData, queries: readonly Query[]): Promise<TpchApplication> => {
  const sparkHome = await installSpark(silentProgress());
  await writeFile(`${folder}/queries.json`, JSON.stringify(queries.map(({ query, sql }) => ({ query, sql }))));
  await copyFile(observe, `${folder}/observe.py`);
  const files = ['--data', `file://${data.directory}`, '--queries', 'queries.json'];
  const result = ['--result', `file://${folder}/result`, '--executors', '2'];
  const settings = ['--master', 'local[2]', '--conf', 'spark.sql.shuffle.partitions=4'];
  await execa(`${sparkHome}/bin/spark-submit`, [...settings, script, ...files, ...result], {
    cwd: folder,
    stdin: 'ignore',
  });
  return parseTpchApplication(await readFile(`${folder}/result/application.json`, 'utf8'));
};

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

  test('Spark and DuckDB return the same rows for every query', async () => {
    const application = await runSparkLocally(folder, data, queries);
    const verdicts = application.queries.map((got) => {
      const query = queries[got.query - 1];
      const expected = answers.get(got.query);
      if (query === undefined || expected === undefined || 'error' in got) {
        return got;
      }
      return { query: got.query, ...compareAnswers(got, expected, query) };
    });
    expect(verdicts).toEqual(queries.map(({ query }) => ({ query, correct: true })));
    expect(application.executors.length).toBeGreaterThan(0);
  });
});
