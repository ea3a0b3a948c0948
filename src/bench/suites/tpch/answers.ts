import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { FirebreakError, reasonOf } from '../../../errors.ts';
import type { Progress } from '../../../progress.ts';
import type { Answer, Cell } from './answer.ts';
import { type Query, tables } from './queries.ts';

/** DuckDB's answers to `queries` over the Parquet files in `directory`, by query number. */
export const answerWithDuckDb = async (
  directory: string,
  queries: readonly Query[],
  progress: Progress,
): Promise<Map<number, Answer>> => {
  // Nothing is to be fetched from anywhere: Parquet support is built in.
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const interrupt = (): void => connection.interrupt();
  progress.signal.addEventListener('abort', interrupt);
  try {
    await registerTables(connection, directory);
    const answers = new Map<number, Answer>();
    for (const query of queries) {
      progress.signal.throwIfAborted();
      answers.set(query.query, await answer(connection, query));
    }
    return answers;
  } finally {
    progress.signal.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
  }
};

const registerTables = async (connection: DuckDBConnection, directory: string): Promise<void> => {
  for (const table of tables) {
    const file = `${directory}/${table}.parquet`.replaceAll("'", "''");
    await connection.run(`create view ${table} as select * from read_parquet('${file}')`);
  }
};

const answer = async (connection: DuckDBConnection, query: Query): Promise<Answer> => {
  try {
    const reader = await connection.runAndReadAll(query.sql);
    const types = reader.columnTypes().map((type) => type.toString().toLowerCase());
    const columns = reader.columnNames().map((name, index) => ({ name, type: types[index] ?? 'unknown' }));
    return { columns, rows: reader.getRows().map((row) => row.map(exactText)) };
  } catch (thrown) {
    throw new FirebreakError({
      code: 'FB-TPCH-ANSWER',
      message: `DuckDB cannot answer TPC-H query ${query.query}`,
      because: reasonOf(thrown),
      next: 'remove the TPC-H folder of the cache, so that the data is made again',
      cause: thrown,
    });
  }
};

/** DuckDB's value objects (decimal, date) print themselves exactly. */
const exactText = (value: DuckDBValue): Cell => (value === null ? null : String(value));
