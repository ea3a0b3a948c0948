import type { Progress } from '../../../progress.ts';
import type { WebHdfs } from '../../spark/webhdfs.ts';
import type { TpchData } from './prepare.ts';

/** Puts the tables into the HDFS folder `target`; those that are there in the same size stay. */
export const loadTpch = async (data: TpchData, hdfs: WebHdfs, target: string, progress: Progress): Promise<void> => {
  const present = new Map((await hdfs.list(target)).map((file) => [file.name, file.size]));
  const missing = Object.entries(data.sizes).filter(([table, size]) => present.get(`${table}.parquet`) !== size);
  if (missing.length === 0) {
    progress.note('already in HDFS');
    return;
  }
  const total = missing.reduce((sum, [, size]) => sum + size, 0);
  let done = 0;
  await hdfs.makeFolder(target, '755');
  await Promise.all(
    missing.map(([table]) =>
      hdfs.upload(`${data.directory}/${table}.parquet`, `${target}/${table}.parquet`, (bytes) => {
        done += bytes;
        progress.bytes(done, total);
      }),
    ),
  );
};
